const patience = 4_000;

/** Does what a person does, and waits until there is something to do it to. */
export interface Actor {
  /** Clicks a button, link, tab or summary by its name. */
  click(name: string | RegExp): Promise<void>;
  /** Presses a key on the page. */
  press(key: string, modifiers?: KeyboardEventInit): Promise<void>;
  /** Types into the field of that name. */
  type(field: string | RegExp, text: string): Promise<void>;
  /** Drops files over the window; `hold`: without letting go. */
  drop(files: File[], options?: { hold?: boolean }): Promise<void>;
  /** Waits for an element. */
  sees(selector: string): Promise<Element>;
}

const fits = (text: string, name: string | RegExp): boolean =>
  typeof name === 'string' ? text === name : name.test(text);

/** The name that a person sees or hears. */
function nameOf(element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const text =
    element.getAttribute('aria-label') ??
    labels[0]?.textContent ??
    element.textContent ??
    element.getAttribute('title') ??
    '';
  return text.replace(/\s+/g, ' ').trim();
}

async function until<T>(what: string, find: () => T | null | undefined): Promise<T> {
  const began = performance.now();
  for (;;) {
    const found = find();
    if (found !== null && found !== undefined) return found;
    if (performance.now() - began > patience) throw new Error(`not there: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
}

function named(selector: string, name: string | RegExp): Promise<HTMLElement> {
  return until(String(name), () =>
    [...document.querySelectorAll<HTMLElement>(selector)].find(
      (element) => fits(nameOf(element), name) && !element.matches(':disabled'),
    ),
  );
}

function transferOf(files: File[]): DataTransfer {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
}

/** A person in front of this page. */
export const actor: Actor = {
  async click(name) {
    const clickable = 'button, a, summary, [role=tab], [role=option], [role=treeitem], label';
    (await named(clickable, name)).click();
  },
  async press(key, modifiers = {}) {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...modifiers }));
  },
  async type(field, text) {
    const input = (await named('input, textarea, select', field)) as HTMLInputElement;
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  },
  async drop(files, { hold = false } = {}) {
    const main = await until('main', () => document.querySelector('main'));
    const events = hold ? ['dragenter', 'dragover'] : ['dragenter', 'dragover', 'drop'];
    for (const name of events)
      main.dispatchEvent(
        new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: transferOf(files) }),
      );
  },
  sees: (selector) => until(selector, () => document.querySelector(selector)),
};
