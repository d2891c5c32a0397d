/** What a report consists of. `body` and `styles` are as the screen has them, made static. */
export interface Report {
  title: string;
  lang: string;
  styles: string;
  body: string;
}

// Nothing is fetched and nothing runs, even if a label of the data looked like a tag to someone.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

// The type of the page is named again: a browser does not write out a short form that holds a variable.
const ownStyles = `
html { font: 400 14px/1.45 var(--sans); font-variant-numeric: tabular-nums; }
body { max-width: 940px; margin: 0 auto; padding: 24px; }
.screen { padding: 0; max-width: none; }
.as-button { display: inline-block; font: inherit; color: inherit; letter-spacing: inherit; }
.table-region, .panel, pre { max-height: none !important; }
.panel { min-height: 0 !important; }
.panels { grid-auto-flow: dense; }
.table-region { overflow-x: auto; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
svg { max-width: 100%; height: auto; }
[role='img'] > svg { width: 100%; }
@media screen and (max-width: 600px) { [role='img'] { overflow-x: auto; } [role='img'] > svg { min-width: 600px; } }
details { margin-top: 8px; font-size: 12px; }
summary { cursor: pointer; color: var(--ink-2); }
`;

/** A report as one HTML file: no script, no request, readable from a disk. */
export function reportHtml(report: Report): string {
  const { title, lang, styles, body } = report;
  return `<!doctype html>
<html lang="${escape(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>
${`${styles}\n${ownStyles}`.replaceAll('</', '<\\/')}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => entities[letter]!);
}
