import type { Scenes } from '../scene.ts';

const at = '#/overview';

export const dialogScenes: Scenes = {
  shortcuts: { title: 'Keyboard shortcuts', at, act: (person) => person.press('?') },
  about: { title: 'Privacy and licences', at, act: (person) => person.press('p') },
  palette: { title: 'Command palette', at, act: (person) => person.press('k', { ctrlKey: true }) },
  'palette-found': {
    title: 'Command palette, searched',
    at,
    act: async (person) => {
      await person.press('k', { ctrlKey: true });
      await person.sees('[role=dialog] input');
      await person.type(/./, 'dim');
    },
  },
  'palette-none': {
    title: 'Command palette, nothing found',
    at,
    act: async (person) => {
      await person.press('k', { ctrlKey: true });
      await person.sees('[role=dialog] input');
      await person.type(/./, 'qqqq zzzz');
    },
  },
  dates: { title: 'Dates', at, act: (person) => person.press('d') },
  'offline-keeping': { title: 'Being kept for offline use', at, browser: { offline: 'keeping' } },
  'offline-failed': { title: 'Not kept for offline use', at, browser: { offline: 'failed' } },
  update: { title: 'An update is offered', at, browser: { offline: 'update' } },
};
