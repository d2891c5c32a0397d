import { rooms } from './scenes/index.ts';

/** The list of all scenes, each with its address in light and dark. */
export function showIndex(target: HTMLElement): void {
  document.title = 'Gallery';
  const main = document.createElement('main');
  main.className = 'screen';
  main.append(made('h1', 'Gallery'));
  for (const [room, scenes] of Object.entries(rooms)) {
    const list = document.createElement('ul');
    for (const [name, { title }] of Object.entries(scenes)) {
      const item = document.createElement('li');
      const dark = link(`${room}/${name}`, 'dark', 'dark');
      item.append(link(`${room}/${name}`, 'light', title), ' · ', dark);
      list.append(item);
    }
    main.append(made('h2', room), list);
  }
  target.replaceChildren(main);
}

function made(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function link(scene: string, theme: string, text: string): HTMLElement {
  const anchor = document.createElement('a');
  anchor.href = `#scene/${scene}?theme=${theme}`;
  anchor.textContent = text;
  if (theme === 'light') anchor.dataset.scene = scene;
  else anchor.setAttribute('aria-label', `${scene}, dark`);
  return anchor;
}
