/** Reads the first GitHub table of a text, cell by cell as the GFM specification splits them; an independent way back. */
export function readTable(markdown: string): string[][] {
  const lines = markdown.split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, i) => i > from && !line.startsWith('|'));
  const table = lines.slice(from, end < 0 ? undefined : end);
  return table.filter((_, i) => i !== 1).map(readRow);
}

/** The cells of a row: a pipe that no backslash stands before ends one. */
function readRow(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  for (let i = 1; i < line.length; i++) {
    if (line.startsWith('<br>', i)) {
      cell += '\n';
      i += 3;
    } else if (line[i] === '\\') cell += line[++i] ?? '';
    else if (line[i] === '|') {
      cells.push(cell.trim());
      cell = '';
    } else cell += line[i]!;
  }
  return cells;
}

/** Headings outside code, in order: `## Schemas`. */
export function readHeadings(markdown: string): string[] {
  const text = markdown.replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/^#{1,6} .*$/gm)].map(([line]) => line.replaceAll('\\', ''));
}
