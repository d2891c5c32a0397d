/** The words of what leaves the screen: reports, pictures and tables. */
export const reportWords = {
  menu: 'Report',
  preparing: 'Preparing the report…',
  preparingHelp: 'It is made once all numbers of this screen are read.',
  stop: 'Stop',
  stopped: 'No report was made.',
  saved: 'The report is saved.',
  failed: 'No report was made',
  menuHelp: 'Save or print this screen',
  html: 'Save as HTML',
  htmlKey: 'Report: save as HTML',
  printKey: 'Report: print or save as PDF',
  htmlHint: 'One file that opens anywhere, without a network',
  print: 'Print or save as PDF',
  made: (moment: string, version: string) =>
    `Made by Homegrown${version === '' ? '' : ` ${version}`} on ${moment}. The numbers are as of that moment.`,
  compared: 'Compared with',
  data: 'Data',
  published: (moment: string) => `published ${moment}`,
  days: (range: string) => `days ${range}`,
  checks: 'Checks',
  notShown: 'Not shown',
  held: (count: number) =>
    count === 1
      ? 'One run is held by its checks: what it brought is not in these numbers.'
      : `${count} runs are held by their checks: what they brought is not in these numbers.`,
  damage: 'Damage',
  damaged: (shown: number) =>
    `Files of the last publication are missing or changed; what is shown is of publication ${shown}.`,
  definitions: 'What is counted',
  table: 'Table',
  rows: 'Rows',
  firstRows: (shown: string, all: string) => `The first ${shown} of ${all} rows.`,
  firstColumns: (shown: string, all: string) =>
    `The first ${shown} of ${all} columns; the report saved as HTML has them all.`,
  sortedBy: 'Sorted by',
  searched: 'Searched for',
  numbers: (chart: string) => `Numbers of “${chart}”`,
  save: (what: string) => `Save or copy: ${what}`,
  notDrawn: 'The browser could not draw the picture: save it as SVG.',
  png: 'Picture (PNG)',
  svg: 'Picture (SVG)',
  csv: 'Table (CSV)',
  markdown: 'Copy as Markdown',
  copied: 'Copied',
  notCopied: 'The browser did not allow copying',
};
