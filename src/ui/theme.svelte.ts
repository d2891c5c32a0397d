const storageKey = 'homegrown.theme';
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Light, dark or as the system says; remembered on this device. */
export class ThemeState {
  current = $state<Theme>(
    themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'auto',
  );

  constructor() {
    this.#apply();
  }

  next(): void {
    this.choose(themes[(themes.indexOf(this.current) + 1) % themes.length] ?? 'auto');
  }

  choose(theme: Theme): void {
    this.current = theme;
    localStorage.setItem(storageKey, this.current);
    this.#apply();
  }

  #apply(): void {
    if (this.current === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.current;
  }
}
