import { copyElement } from '../parts/copy-element.ts';
import { plainColour } from './plain-colour.ts';
import { textRuler } from './text-ruler.ts';

/** What stands above a chart that leaves its page. */
export interface PictureHead {
  title: string;
  /** What the numbers are of, in a line. */
  caption: string;
  key: KeyEntry[];
}

/** A name of the chart's key; its colour as CSS has it. */
export interface KeyEntry {
  name: string;
  colour: string;
}

const colours = ['fill', 'stroke'];
const kept = [
  ...colours,
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'vector-effect',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
];
const namespace = 'http://www.w3.org/2000/svg';
const margin = 20;
const swatch = 10;

/**
 * A chart as a picture that says what it shows without the page: title, caption and key above it, its styles written
 * into it, and colours in the notation that every program reads.
 */
export function pictureOf(chart: SVGSVGElement, head: PictureHead): SVGSVGElement {
  const { width, height } = chart.viewBox.baseVal;
  const { parts, bottom } = headOf(chart, head, width);
  const drawing = styledCopy(chart);
  for (const [name, value] of Object.entries({ x: margin, y: bottom, width, height }))
    drawing.setAttribute(name, String(value));
  const size = { width: width + 2 * margin, height: bottom + height + margin };
  const picture = part('svg', {
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    'font-family': getComputedStyle(chart).fontFamily,
  }) as SVGSVGElement;
  const ground = part('rect', { ...size, fill: colourOf(chart, '--surface') });
  picture.append(ground, ...parts, drawing);
  return picture;
}

/** What stands above the drawing, and where the drawing begins. */
function headOf(
  chart: SVGSVGElement,
  { title, caption, key }: PictureHead,
  width: number,
): { parts: SVGElement[]; bottom: number } {
  const widthOf = textRuler(getComputedStyle(chart).fontFamily);
  const quiet = { 'font-size': 12, fill: colourOf(chart, '--ink-3') };
  const loud = { 'font-size': 15, 'font-weight': 600, fill: colourOf(chart, '--ink') };
  const parts = [textAt(title, margin, margin + 15, loud)];
  let y = margin + 22;
  if (caption !== '') {
    parts.push(textAt(fitted(caption, width, widthOf), margin, y + 12, quiet));
    y += 20;
  }
  let x = margin;
  for (const { name, colour } of key) {
    const room = swatch + 6 + widthOf(name) + 16;
    if (x > margin && x + room > margin + width) [x, y] = [margin, y + 18];
    const square = { x, y: y + 2, width: swatch, height: swatch, rx: 2, fill: plainColour(colour) };
    parts.push(part('rect', square), textAt(name, x + swatch + 6, y + 12, quiet));
    x += room;
  }
  return { parts, bottom: y + (key.length > 0 ? 28 : 8) };
}

function textAt(
  text: string,
  x: number,
  y: number,
  look: Record<string, string | number>,
): SVGElement {
  const element = part('text', { x, y, ...look });
  element.textContent = text;
  return element;
}

function styledCopy(chart: SVGSVGElement): SVGSVGElement {
  const copy = copyElement(chart);
  const originals = chart.querySelectorAll<SVGElement>('*');
  copy.removeAttribute('class');
  copy.querySelectorAll<SVGElement>('*').forEach((element, index) => {
    const style = getComputedStyle(originals[index]!);
    for (const property of kept) {
      const value = style.getPropertyValue(property);
      element.setAttribute(property, colours.includes(property) ? plainColour(value) : value);
    }
    element.removeAttribute('class');
  });
  return copy;
}

function part(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(namespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A token of the page as a colour: only a property that takes colours knows what it stands for. */
function colourOf(chart: SVGSVGElement, token: string): string {
  const probe = chart.appendChild(part('g', {}));
  probe.style.fill = `var(${token})`;
  const colour = plainColour(getComputedStyle(probe).fill);
  probe.remove();
  return colour;
}

function fitted(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  let end = text.length;
  while (end > 0 && widthOf(`${text.slice(0, end)}…`) > width) end -= 1;
  return `${text.slice(0, end)}…`;
}
