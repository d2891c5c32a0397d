/** Measures text of charts, in pixels. */
export type TextRuler = (text: string) => number;

/** A ruler for the small text of charts, of a font family and a weight. */
export function textRuler(family: string, weight = 400): TextRuler {
  const paint = document.createElement('canvas').getContext('2d')!;
  paint.font = `${weight} 12px ${family}`;
  return (text) => paint.measureText(text).width;
}

/** A text that is at most `room` pixels wide: as it is, or its beginning and an ellipsis. */
export function fitText(text: string, room: number, ruler: TextRuler): string {
  if (ruler(text) <= room) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  const cut = (count: number): string => `${letters.slice(0, count).join('')}…`;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (ruler(cut(middle)) <= room) fits = middle;
    else tooLong = middle;
  }
  return cut(fits);
}
