import { paper } from '../paper.svelte.ts';
import { saveFile } from '../parts/save-file.ts';
import { strings } from '../strings.ts';
import { reportHtml } from './report-html.ts';
import { staticScreen, staticStyles } from './static-screen.ts';

/** Saves the screen as it is now as one HTML file. */
export function saveReport({ title, name }: { title: string; name: string }): void {
  const html = reportHtml({
    title: `${strings.product}: ${title}`,
    lang: document.documentElement.lang,
    styles: staticStyles(document.styleSheets),
    body: screenOnPaper(),
  });
  saveFile(`${name}.html`, new Blob([html], { type: 'text/html;charset=utf-8' }));
}

function screenOnPaper(): string {
  paper.lay();
  try {
    return staticScreen(document.querySelector('main')!);
  } finally {
    paper.lift();
  }
}
