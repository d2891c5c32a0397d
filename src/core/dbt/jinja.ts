/** Text that Jinja leaves as it is: its own opening marks are written as strings. */
export function jinjaText(text: string): string {
  return text.replace(/\{[{%#]|[%#]\}/g, (mark) => `{{ '${mark}' }}`);
}

/** A string of Jinja: `"o'clock"`. */
export function jinjaString(text: string): string {
  const escaped = text.replace(/[\\"]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');
  return `"${escaped}"`;
}
