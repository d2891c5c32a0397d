import { copyElement } from '../parts/copy-element.ts';
import { saveFile } from '../parts/save-file.ts';

const kept = [
  'fill',
  'stroke',
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
/** Pixels of a PNG for each of the screen's: sharp in print. */
const density = 2;

/** Saves a chart as an SVG file that looks the same without the page: its styles are written into it. */
export function saveSvg(svg: SVGSVGElement, name: string): void {
  saveFile(`${name}.svg`, pictureOf(svg));
}

/** Saves a chart as PNG. */
export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const url = URL.createObjectURL(pictureOf(svg));
  const image = new Image(width, height);
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: width * density, height: height * density });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((png) => png && saveFile(`${name}.png`, png), 'image/png');
}

function pictureOf(svg: SVGSVGElement): Blob {
  const copy = copyElement(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, index) => {
    const style = originals[index] && getComputedStyle(originals[index]);
    for (const property of style ? kept : [])
      element.setAttribute(property, style!.getPropertyValue(property));
    element.removeAttribute('class');
  });
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const side of ['width', 'height']) paper.setAttribute(side, '100%');
  paper.setAttribute(
    'fill',
    getComputedStyle(document.documentElement).getPropertyValue('background-color'),
  );
  copy.prepend(paper);
  const text = new XMLSerializer().serializeToString(copy);
  return new Blob([text], { type: 'image/svg+xml' });
}
