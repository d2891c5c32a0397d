/** Scrolls a row of links sideways until the current one is in sight; the page stays where it is. */
export function scrollToCurrent(row: HTMLElement): void {
  const current = row.querySelector('[aria-current]');
  if (!current) return;
  const { left, right } = row.getBoundingClientRect();
  const link = current.getBoundingClientRect();
  if (link.left < left) row.scrollLeft -= left - link.left;
  else if (link.right > right) row.scrollLeft += link.right - right;
}
