/** A colour as red, green and blue, which programs that know nothing of `oklch` read, too; what is none stays as it is. */
export function plainColour(colour: string): string {
  if (!/^(?:lab|lch|oklab|oklch|color)\(/.test(colour)) return colour;
  const [red, green, blue, alpha = 255] = pixelOf(colour);
  return alpha === 255
    ? `rgb(${red}, ${green}, ${blue})`
    : `rgba(${red}, ${green}, ${blue}, ${Number((alpha / 255).toFixed(3))})`;
}

let canvas: CanvasRenderingContext2D | undefined;

function pixelOf(colour: string): Uint8ClampedArray {
  canvas ??= newCanvas();
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}

const newCanvas = (): CanvasRenderingContext2D =>
  document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
