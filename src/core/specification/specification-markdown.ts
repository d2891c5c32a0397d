import { flowMermaid } from './flow-of.ts';
import type {
  Goal,
  Schema,
  Specification,
  SpecifiedArea,
  SpecifiedCheck,
  SpecifiedRules,
} from './specification.ts';

/** The specification as Markdown (GitHub's tables, the flow as Mermaid), in the shape of source 1. */
export function specificationMarkdown(specification: Specification): string {
  const parts = specification.areas.flatMap(areaMarkdown);
  if (specification.rules.length > 0)
    parts.push('# Rules', ...specification.rules.flatMap(rulesMarkdown));
  if (specification.asOf !== null)
    parts.push(`Statuses of checks are those of the run of ${paragraph(specification.asOf)}.`);
  return `${parts.join('\n\n')}\n`;
}

function areaMarkdown(area: SpecifiedArea): string[] {
  return [
    `# ${heading(area.title)}`,
    paragraph(area.intro),
    ...(area.goals.length > 0
      ? [
          'The goal of this pipeline is to answer the following questions:',
          goalLines(area.goals, ''),
        ]
      : []),
    '## Business Metrics',
    markdownTable(
      ['Metric Name', 'Definition', 'Is Guardrail?'],
      area.metrics.map(({ name, definition, isGuardrail }) => [
        name,
        definition,
        isGuardrail ? 'Yes' : 'No',
      ]),
    ),
    '## Flow Diagram',
    `\`\`\`mermaid\n${flowMermaid(area.flow)}\`\`\``,
    '## Schemas',
    area.schemas.map((schema) => schemaMarkdown(schema).join('\n\n')).join('\n\n---\n\n'),
  ];
}

function goalLines(goals: readonly Goal[], indent: string): string {
  return goals
    .map(({ question, under }) => {
      const line = `${indent}- ${paragraph(question)}`;
      return under.length === 0 ? line : `${line}\n${goalLines(under, `${indent}    `)}`;
    })
    .join('\n');
}

function schemaMarkdown({ name, description, key, columns, checks }: Schema): string[] {
  const names = key.map((column) => `**${escaped(column)}**`).join(', ');
  const unique = key.length === 0 ? '' : ` The unique identifier for this table is ${names}.`;
  return [
    `### ${heading(name)}`,
    `${paragraph(description)}${unique}`,
    markdownTable(
      ['Column Name', 'Column Type', 'Column Comment'],
      columns.map((column) => [column.name, column.type, column.comment]),
    ),
    '#### Quality Checks',
    checks.length === 0 ? 'None.' : checks.map(checkLine).join('\n'),
  ];
}

function checkLine({ title, description, expected, severity, status }: SpecifiedCheck): string {
  const limit = `Expected: ${expected}; ${severity === 'error' ? 'else the run is held' : 'else a warning'}.`;
  const seen = status === null ? '' : ` Last run: ${status}.`;
  const text = [description, limit + seen].filter((part) => part !== '').join(' ');
  return `- **${escaped(sentenceEnd(title))}** ${escaped(text)}`;
}

function sentenceEnd(title: string): string {
  return /[.?!]$/.test(title) ? title : `${title}.`;
}

function rulesMarkdown({ title, description, rows }: SpecifiedRules): string[] {
  const table = rows.map(({ rule, result }) => [rule, result]);
  return [`## ${heading(title)}`, paragraph(description), markdownTable(['Rule', 'Result'], table)];
}

/** A GitHub table. Pipes, backslashes and marks are escaped, line ends become `<br>`. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function heading(text: string): string {
  return escaped(text);
}

function paragraph(text: string): string {
  return escaped(text)
    .replace(/^[#+-]/, (mark) => `\\${mark}`)
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

// An underscore inside a word is none of Markdown's marks: names stay readable.
function escaped(text: string): string {
  return text
    .trim()
    .replace(/[\\|<>*`[\]~&]|(?<!\w)_|_(?!\w)/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '<br>');
}
