import { mount, unmount } from 'svelte';
import type { Component, MountOptions } from 'svelte';
import App from '../../src/ui/frame/App.svelte';
import '../../src/ui/styles.ts';
import { actor } from './actor.ts';
import { showIndex } from './show-index.ts';
import { madeWorkbench } from './made/made-workbench.ts';
import type { Scene } from './scene.ts';
import { findScene } from './scenes/index.ts';
import { arrangeBrowser } from './stand-ins.ts';

/**
 * Addresses: `#scene/overview/huge?theme=dark` shows a scene, anything else the list of all. A scene moves into the query
 * of the page, as the address after `#` is then the app's own. `data-scene` says how far it is: its name once it stands
 * still, or `failed: ...`.
 */
const target = document.getElementById('app')!;
const root = document.documentElement;
/** Milliseconds without a change after which a scene stands still. */
const stillAfter = 40;
let leave: () => Promise<void> = async () => {};
let turn = 0;

async function open(name: string, theme: string): Promise<void> {
  const mine = ++turn;
  delete root.dataset.scene;
  await leave();
  leave = async () => {};
  target.replaceChildren();
  const scene = findScene(name);
  if (!scene) return tell(`failed: no scene ${name}`);
  localStorage.setItem('homegrown.theme', theme);
  root.dataset.theme = theme;
  try {
    await show(scene, name, theme);
    if (mine === turn) tell(name);
  } catch (error) {
    tell(`failed: ${String(error)}`);
  }
}

async function show(scene: Scene, name: string, theme: string): Promise<void> {
  const place = `?scene=${name}&theme=${theme}`;
  if ('board' in scene) {
    history.replaceState(null, '', place);
    start(scene.board);
    await stillness();
    return;
  }
  await arrangeBrowser(scene.browser ?? {});
  history.replaceState(null, '', place + scene.at);
  const { workbench } = scene;
  const change = typeof workbench === 'function' ? workbench() : workbench;
  start(App, { workbench: madeWorkbench(change) });
  await stillness();
  await scene.act?.(actor);
  await stillness();
}

function start<Props extends Record<string, unknown>>(
  component: Component<Props>,
  props?: Props,
): void {
  const mounted = mount(component, { target, ...(props ? { props } : {}) } as MountOptions<Props>);
  leave = () => unmount(mounted);
}

function tell(state: string): void {
  root.dataset.scene = state;
}

/** Resolves when nothing of the page has changed for a while. */
function stillness(): Promise<void> {
  return new Promise((resolve) => {
    let timer = setTimeout(done, stillAfter);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, stillAfter);
    });
    function done(): void {
      observer.disconnect();
      resolve();
    }
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

function follow(): void {
  const [path = '', query = ''] = location.hash.slice(1).split('?', 2);
  const kept = new URLSearchParams(location.search);
  if (path.startsWith('scene/'))
    void open(path.slice('scene/'.length), new URLSearchParams(query).get('theme') ?? 'auto');
  else if (kept.has('scene') && turn === 0)
    void open(kept.get('scene')!, kept.get('theme') ?? 'auto');
  else if (turn === 0) showIndex(target);
}

addEventListener('hashchange', follow);
follow();
