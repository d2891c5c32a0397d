import { charts, chartTables } from '../charts/chart-tables.ts';
import type { ChartNumbers } from '../charts/chart-tables.ts';
import { format } from '../format.ts';
import { copyAttributes, copyElement } from '../parts/copy-element.ts';
import { reportWords as words } from '../report-words.ts';

// The same as print.css leaves out.
const controls = [
  '.button',
  '.banner',
  'select',
  'input',
  'textarea',
  'nav',
  '.tools',
  '.screen > header:has(> h1)',
  'h1:not(.report-head h1)',
  'label:has(> select, > input)',
  '[data-no-report]',
  '.skeleton',
  '[role="group"] > button[aria-pressed="false"]',
];
const goneAttributes = [
  'tabindex',
  'aria-valuemin',
  'aria-valuemax',
  'aria-valuenow',
  'aria-valuetext',
  'aria-orientation',
  'aria-describedby',
  'aria-pressed',
  'aria-expanded',
  'aria-controls',
  'aria-busy',
  'onclick',
  'href',
];

/** A screen as it is now, without what one clicks: charts become pictures with their numbers in a table below. */
export function staticScreen(screen: Element): string {
  const copy = copyElement(screen);
  const plots = [...screen.querySelectorAll(charts)];
  copy.querySelectorAll(charts).forEach((plot, at) => standStill(plot, plots[at]!));
  for (const control of copy.querySelectorAll(controls.join())) control.remove();
  for (const svg of copy.querySelectorAll('svg:not([viewBox])'))
    svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
  for (const live of copy.querySelectorAll('button, a')) replaceBySpan(live);
  for (const element of [copy, ...copy.querySelectorAll('*')])
    for (const name of goneAttributes) element.removeAttribute(name);
  // What is larger than its place is scrolled by keys, too.
  const large = '[role="region"], .table-region, .scroll, [role="img"]';
  for (const region of copy.querySelectorAll(large)) region.setAttribute('tabindex', '0');
  return copy.outerHTML;
}

function standStill(plot: Element, original: Element): void {
  const label = original.getAttribute('aria-label') ?? '';
  const spoken = original.getAttribute('aria-valuetext');
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', spoken === null ? label : `${label}. ${spoken}`);
  // A picture has no parts that one could press.
  for (const part of plot.querySelectorAll('[role]')) {
    part.removeAttribute('role');
    part.removeAttribute('aria-label');
  }
  const table = chartTables.get(original)?.();
  if (table) plot.after(detailsOf(label, table));
}

function detailsOf(label: string, { columns, rows, nameOf }: ChartNumbers): HTMLElement {
  const details = document.createElement('details');
  const summary = details.appendChild(document.createElement('summary'));
  summary.textContent = words.numbers(label);
  const table = details.appendChild(document.createElement('table'));
  const head = table.createTHead().insertRow();
  columns.forEach((column, at) => head.append(cellOf('th', column, 'col', at > 0)));
  const body = table.createTBody();
  for (const [name, ...values] of rows) {
    const row = body.insertRow();
    row.append(cellOf('th', nameOf(String(name)), 'row', false));
    for (const value of values)
      row.append(cellOf('td', typeof value === 'number' ? format.precise(value) : '–', '', true));
  }
  return details;
}

function cellOf(tag: 'th' | 'td', text: string, scope: string, isNumber: boolean): HTMLElement {
  const cell = document.createElement(tag);
  cell.textContent = text;
  if (scope !== '') cell.setAttribute('scope', scope);
  if (isNumber) cell.className = 'number';
  return cell;
}

function replaceBySpan(live: Element): void {
  const span = document.createElement('span');
  copyAttributes(live, span);
  // What is no control any more has the text that one sees, and no other name.
  for (const name of span.getAttributeNames())
    if (name.startsWith('aria-')) span.removeAttribute(name);
  span.classList.add(`as-${live.localName === 'a' ? 'link' : 'button'}`);
  span.append(...live.childNodes);
  live.replaceWith(span);
}

/** The rules of the page's style sheets, those for buttons turned to what stands for them; none that would load something. */
export function staticStyles(sheets: Iterable<CSSStyleSheet>): string {
  const rules = [...sheets].flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText));
  return rules
    .filter((text) => !/url\((?!["']?#)|@import/.test(text))
    .map((text) => text.replace(/(?<![\w.#-])button(?![\w-])/g, '.as-button'))
    .join('\n');
}
