import { saveFile } from '../parts/save-file.ts';
import { pictureOf } from './picture-of.ts';
import type { KeyEntry, PictureHead } from './picture-of.ts';

/** Pixels of a PNG for each of the screen's: sharp in print. */
const density = 2;

/** Saves a chart as an SVG file that looks the same without the page. */
export function saveSvg(chart: SVGSVGElement, head: PictureHead, name: string): void {
  saveFile(`${name}.svg`, textOf(pictureOf(chart, head)));
}

/** Saves a chart as PNG; rejects where the browser cannot draw it. */
export async function savePng(
  chart: SVGSVGElement,
  head: PictureHead,
  name: string,
): Promise<void> {
  const picture = pictureOf(chart, head);
  const [width, height] = [picture.getAttribute('width'), picture.getAttribute('height')].map(
    Number,
  );
  const image = new Image(width, height);
  const url = URL.createObjectURL(textOf(picture));
  try {
    image.src = url;
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: width! * density, height: height! * density });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (png === null) throw new Error(`picture too large: ${canvas.width} by ${canvas.height}`);
  saveFile(`${name}.png`, png);
}

/** The key that stands beside a chart on the page. */
export function keyOf(section: Element | null | undefined): KeyEntry[] {
  return [...(section?.querySelectorAll('[data-chart-key] li') ?? [])].map((entry) => ({
    name: entry.textContent?.trim() ?? '',
    colour: getComputedStyle(entry.firstElementChild ?? entry).color,
  }));
}

const textOf = (picture: SVGSVGElement): Blob =>
  new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' });
