/** The words of what leaves the screen: reports, pictures and tables. */
export const reportWords = {
  menu: 'Report',
  menuHelp: 'Save or print this screen',
  html: 'Save as HTML',
  htmlHint: 'One file that opens anywhere, without a network',
  print: 'Print or save as PDF',
  made: (day: string) => `Made by Homegrown on ${day}. The numbers are as of that moment.`,
  numbers: (chart: string) => `Numbers of “${chart}”`,
  save: (what: string) => `Save or copy: ${what}`,
  png: 'Picture (PNG)',
  svg: 'Picture (SVG)',
  csv: 'Table (CSV)',
  markdown: 'Copy as Markdown',
  copied: 'Copied',
  notCopied: 'The browser did not allow copying',
};
