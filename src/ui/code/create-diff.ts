import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { languageOf } from './duckdb-language.ts';
import { editorTheme } from './editor-theme.ts';

/** Two texts to be compared; the page's words for the parts left out. */
export interface DiffInput {
  root: ShadowRoot;
  before: string;
  after: string;
  language: 'sql' | 'yaml';
  label: string;
  unchanged: string;
  /** All lines, not only those around changes. */
  isWhole: boolean;
}

/** Shows what changed, line by line; returns what takes it away. */
export function createDiff(input: DiffInput): () => void {
  const view = new EditorView({
    root: input.root,
    parent: input.root,
    state: EditorState.create({
      doc: input.after,
      extensions: [
        lineNumbers(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorState.phrases.of({ '$ unchanged lines': input.unchanged }),
        EditorView.contentAttributes.of({
          'aria-label': input.label,
          'aria-readonly': 'true',
          tabindex: '0',
        }),
        languageOf(input.language),
        unifiedMergeView({
          original: input.before,
          mergeControls: false,
          ...(input.isWhole ? {} : { collapseUnchanged: { margin: 3, minSize: 6 } }),
        }),
        editorTheme,
      ],
    }),
  });
  return () => view.destroy();
}
