import type { Page } from '@playwright/test';

/**
 * Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5:1, large ones 3:1), as `element: text ratio`.
 * Colours are mixed from the backgrounds of the elements around a text, which takes a hundredth of the time of axe's look at
 * every point: what lies behind a text without being around it, and pictures as backgrounds, are left to axe.
 */
export function contrastFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    const known = new Map<string, Colour>();
    const behind = new Map<Element, Colour | null>();

    function read(css: string): Colour {
      const found = known.get(css);
      if (found) return found;
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = css;
      pen.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
      const colour: Colour = [red, green, blue, alpha / 255];
      known.set(css, colour);
      return colour;
    }

    function over([r, g, b, a]: Colour, [red, green, blue]: Colour): Colour {
      const mix = (top: number, below: number): number => top * a + below * (1 - a);
      return [mix(r, red), mix(g, green), mix(b, blue), 1];
    }

    /** What a text in this element is written on; null where that is a picture. */
    function groundOf(element: Element | null): Colour | null {
      if (element === null) return [255, 255, 255, 1];
      const found = behind.get(element);
      if (found !== undefined) return found;
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      const own = read(backgroundColor);
      const below = own[3] === 1 ? own : groundOf(element.parentElement);
      const ground = backgroundImage !== 'none' || below === null ? null : over(own, below);
      behind.set(element, ground);
      return ground;
    }

    function light([red, green, blue]: Colour): number {
      const part = (value: number): number =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    }

    function opacityOf(element: Element): number {
      let opacity = 1;
      for (let one: Element | null = element; one; one = one.parentElement)
        opacity *= Number(getComputedStyle(one).opacity);
      return opacity;
    }

    function faultOf(element: Element, text: string, pseudo?: string): string[] {
      const style = getComputedStyle(element, pseudo);
      const ground = groundOf(element);
      if (ground === null) return [];
      const ink = read(element instanceof SVGElement ? style.fill : style.color);
      const shown = over([ink[0], ink[1], ink[2], ink[3] * opacityOf(element)], ground);
      const [low, high] = [light(shown), light(ground)].sort((a, b) => a - b) as [number, number];
      const ratio = (high + 0.05) / (low + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio >= (isLarge ? 3 : 4.5)) return [];
      const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
      return [`contrast ${ratio.toFixed(2)}: ${name} “${text.slice(0, 40)}”`];
    }

    function isExempt(element: Element): boolean {
      const { width, height } = element.getBoundingClientRect();
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return (
        width <= 1 ||
        height <= 1 ||
        !isSeen ||
        element.closest(':disabled, [aria-disabled="true"], [aria-hidden="true"]') !== null
      );
    }

    const faults: string[] = [];
    const seen = new Set<Element>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = (node.nodeValue ?? '').trim();
      if (text === '' || element === null || seen.has(element)) continue;
      seen.add(element);
      if (!isExempt(element)) faults.push(...faultOf(element, text));
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
      if (isExempt(field)) continue;
      if (field.value !== '') faults.push(...faultOf(field, field.value));
      else if (field.placeholder)
        faults.push(...faultOf(field, field.placeholder, '::placeholder'));
    }
    return faults;
  });
}
