import { saveFile } from '../parts/save-file.ts';

const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
];

/** Saves a chart as an SVG file that looks the same without the page: its styles are written into it. */
export function savePicture(svg: SVGSVGElement, name: string): void {
  const copy = svg.cloneNode(true) as SVGSVGElement;
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
  saveFile(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }));
}
