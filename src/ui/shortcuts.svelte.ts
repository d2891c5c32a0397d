import { isClosing, openDialog } from './open-dialog.ts';

const storageKey = 'homegrown.single-key-shortcuts';

/** An action that a key starts. `key` is KeyboardEvent.key; `sign` is how the key is shown. */
export interface Shortcut {
  key: string;
  label: string;
  run: () => void;
  sign?: string;
  /** Only told of: a part of the page handles the key itself. */
  isHint?: boolean;
}

/** The keys that work now. Screens add theirs while they are open, so the help shows exactly what works. */
class Shortcuts {
  active = $state.raw<Shortcut[]>([]);
  // The truth is kept outside of the signals: a clean-up that reads one sees its value of before the change.
  #all: Shortcut[] = [];
  enabled = $state(localStorage.getItem(storageKey) !== 'off');

  /** Adds shortcuts; returns what removes them (so it fits an effect). */
  add(...shortcuts: Shortcut[]): () => void {
    this.#all = [...this.#all, ...shortcuts];
    this.active = this.#all;
    return () => {
      this.#all = this.#all.filter((shortcut) => !shortcuts.includes(shortcut));
      this.active = this.#all;
    };
  }

  /** What works now, each key once: the one added last has it. */
  get shown(): Shortcut[] {
    return [...new Map(this.active.map((shortcut) => [shortcut.key, shortcut])).values()];
  }

  setEnabled(enabled: boolean): void {
    this.enabled = enabled;
    localStorage.setItem(storageKey, enabled ? 'on' : 'off');
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    // What is typed into lies inside of a shadow root, where there is one: the event's own target is its host.
    if (!this.enabled || takesText(event.composedPath()[0] ?? null) || openDialog()) return;
    const shortcut = this.active.findLast(({ key, isHint }) => key === event.key && !isHint);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }
}

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox]), select, textarea, [contenteditable]') &&
    !isClosing(target)
  );
}

/** The one set of keys of the page. */
export const shortcuts = new Shortcuts();
