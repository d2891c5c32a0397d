import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { keywordCompletionSource } from '@codemirror/lang-sql';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState } from '@codemirror/state';
import type { Extension, Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { ProjectProblem } from '../../core/project/project-view.ts';
import type { CodeHandle, EditorInput } from './code-handle.ts';
import { duckdbDialect, languageOf } from './duckdb-language.ts';
import { editorTheme } from './editor-theme.ts';
import { replaceSelection } from './replace-selection.ts';
import { spanOf } from './span-of.ts';

// Text that the page puts in is no change of the person's.
const fromPage = Annotation.define<boolean>();

/** Puts an editor into a shadow root. Its styles are adopted there, which the page's policy allows; style elements it does not. */
export function createEditor(input: EditorInput): CodeHandle {
  const view = new EditorView({
    root: input.root,
    parent: input.root,
    state: EditorState.create({ doc: input.text, extensions: extensionsOf(input) }),
  });
  return {
    setText(text) {
      if (view.state.doc.toString() === text) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: Math.min(view.state.selection.main.head, text.length) },
        annotations: fromPage.of(true),
      });
    },
    setProblems: (problems) =>
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, problems))),
    goTo(line, column) {
      const { from } = spanOf(view.state.doc.toString(), line, column);
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    selection() {
      const { from, to } = view.state.selection.main;
      return view.state.sliceDoc(from, to);
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function extensionsOf(input: EditorInput): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    replaceSelection,
    closeBrackets(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    languageOf(input.language),
    autocompletion({ override: sourcesOf(input), icons: false }),
    keysOf(input),
    EditorView.contentAttributes.of({
      'aria-label': input.label,
      'aria-description': input.hint,
      tabindex: '0',
    }),
    EditorView.updateListener.of((update) => {
      const isOurs = update.transactions.some((one) => one.annotation(fromPage));
      if (update.docChanged && !isOurs) input.onChange(update.state.doc.toString());
      if (update.selectionSet || update.docChanged)
        input.onCursor(update.state.selection.main.head);
    }),
    editorTheme,
  ];
}

function keysOf({ onApply, onPreview, onFormat }: EditorInput): Extension {
  const act = (run: () => void) => () => {
    run();
    return true;
  };
  return keymap.of([
    { key: 'Mod-s', run: act(onApply), preventDefault: true },
    { key: 'Mod-Enter', run: act(onPreview), preventDefault: true },
    { key: 'Shift-Alt-f', run: act(onFormat), preventDefault: true },
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
    // Escape, then Tab, leaves the editor: CodeMirror lets the key go for two seconds.
    indentWithTab,
  ]);
}

function sourcesOf({ complete, language }: EditorInput): CompletionSource[] {
  const own: CompletionSource = ({ state, pos, explicit }) => {
    const found = complete(state.doc.toString(), pos);
    if (!found || (found.offers.length === 0 && !explicit)) return null;
    return {
      from: found.from,
      options: found.offers.map(({ label, kind, detail, apply }) => ({
        label,
        type: kind,
        detail: detail ?? kind,
        ...(apply === undefined ? {} : { apply }),
      })),
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  };
  if (language === 'yaml') return [own];
  const keywords = keywordCompletionSource(duckdbDialect, false);
  const outside: CompletionSource = (context) =>
    context.matchBefore(/(?:\{\{[^}]*|\.\w*)$/) ? null : keywords(context);
  return [own, outside];
}

function diagnosticsOf(doc: Text, problems: readonly ProjectProblem[]) {
  const text = doc.toString();
  return problems
    .map(({ line, column, message }) => ({
      ...spanOf(text, line, column),
      severity: 'error' as const,
      message,
    }))
    .sort((a, b) => a.from - b.from);
}
