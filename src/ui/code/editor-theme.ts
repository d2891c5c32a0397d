import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const code = {
  keyword: 'var(--accent)',
  text: 'light-dark(oklch(0.47 0.09 195), oklch(0.84 0.1 190))',
  number: 'light-dark(oklch(0.45 0.14 310), oklch(0.8 0.11 305))',
  key: 'light-dark(oklch(0.44 0.12 258), oklch(0.8 0.09 252))',
};

/** A ground and what is written on it, by the names of the page's tokens. */
const on = (ground: string, ink?: string): Record<string, string> => ({
  backgroundColor: `var(--${ground})`,
  ...(ink === undefined ? {} : { color: `var(--${ink})` }),
});

const look = EditorView.theme({
  '&': { ...on('surface', 'ink'), fontSize: '13px', height: '100%' },
  // The page draws the focus, around the whole.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { ...on('surface', 'ink-3'), borderRight: '1px solid var(--line)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 6px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': on('accent-faint'),
  '&.cm-focused .cm-activeLineGutter': on('accent-faint', 'ink'),
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    on('accent-soft'),
  '.cm-selectionMatch': on('accent-soft'),
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    ...on('accent-soft'),
    outline: '1px solid var(--accent)',
  },
  '.cm-reference': { ...on('accent-soft'), borderRadius: '3px' },
  '.cm-reference *': { color: 'var(--ink)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker-error': {
    ...on('error'),
    content: '""',
    width: '9px',
    height: '9px',
    margin: '4px 2px 0',
    borderRadius: '2px',
  },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-tooltip': {
    ...on('surface', 'ink'),
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px 3px 6px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': on('accent-soft', 'ink'),
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal', marginLeft: '10px' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '6px 10px', maxWidth: '420px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--error)' },
  '.cm-panels': { ...on('sunken', 'ink'), borderColor: 'var(--line)', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': {
    fontSize: '12px',
    fontFamily: 'var(--sans)',
  },
  '.cm-panel.cm-search label': { whiteSpace: 'nowrap' },
  '.cm-textfield, .cm-button': {
    ...on('surface', 'ink'),
    border: '1px solid var(--control)',
    borderRadius: '4px',
    backgroundImage: 'none',
  },
  '.cm-searchMatch': { ...on('warn-soft'), outline: '1px solid var(--warn)' },
  // Additions and removals carry a sign in the gutter too; green and red mean checks only.
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': on('accent-faint'),
  '&.cm-merge-b .cm-changedText': {
    background: 'var(--accent-soft)',
    borderRadius: '2px',
  },
  '.cm-deletedChunk': { ...on('sunken', 'ink-2'), textDecoration: 'none' },
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText': {
    background: 'var(--hover)',
    textDecoration: 'line-through',
  },
  '.cm-deletedLine': { paddingLeft: '6px' },
  '&.cm-editor .cm-changedLineGutter': { background: 'var(--accent)' },
  '&.cm-editor .cm-deletedLineGutter': { background: 'var(--control)' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--ink-2)',
    fontFamily: 'var(--sans)',
    fontSize: '12px',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"…" !important' },
});

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: code.keyword },
  { tag: [tags.string, tags.special(tags.string)], color: code.text },
  { tag: [tags.number, tags.bool, tags.null], color: code.number },
  { tag: tags.typeName, color: code.number },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: code.key },
  { tag: [tags.punctuation, tags.separator, tags.operator], color: 'var(--ink-2)' },
]);

/** The look of every editor, from the page's own tokens: light and dark follow the page. */
export const editorTheme: Extension = [look, syntaxHighlighting(highlight)];
