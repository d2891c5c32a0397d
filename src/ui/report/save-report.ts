import { format } from '../format.ts';
import { saveFile } from '../parts/save-file.ts';
import { reportWords as words } from '../report-words.ts';
import { strings } from '../strings.ts';
import { reportHtml } from './report-html.ts';
import { staticScreen, staticStyles } from './static-screen.ts';

/** Saves the screen as it is now as one HTML file. */
export function saveReport(input: { title: string; scope: string; file: string }): void {
  const screen = document.querySelector('main .screen');
  if (!screen) return;
  const html = reportHtml({
    title: `${strings.product}: ${input.title}`,
    scope: input.scope,
    note: words.made(format.moment(new Date().toISOString())),
    lang: document.documentElement.lang,
    styles: staticStyles(document.styleSheets),
    body: staticScreen(screen),
  });
  saveFile(`${input.file}.html`, new Blob([html], { type: 'text/html;charset=utf-8' }));
}
