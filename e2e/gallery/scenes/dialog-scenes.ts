import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

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
  'report-waiting': {
    title: 'A report that waits for numbers',
    at,
    workbench: { eventPanels: forever },
    act: async (person) => {
      await person.press('R', { shiftKey: true });
      await person.click(/Preparing the report/);
    },
  },
  'report-failed': {
    title: 'A report whose numbers cannot be read',
    at,
    workbench: { eventPanels: failing('query-failed', 'out of memory: 3.1 GB') },
    act: async (person) => {
      await person.sees('.panels');
      await person.press('R', { shiftKey: true });
      await person.sees('.popover [role=alert]');
    },
  },
  dates: { title: 'Dates', at, act: (person) => person.press('d') },
  'offline-keeping': { title: 'Being kept for offline use', at, browser: { offline: 'keeping' } },
  'offline-failed': { title: 'Not kept for offline use', at, browser: { offline: 'failed' } },
  update: { title: 'An update is offered', at, browser: { offline: 'update' } },
};
