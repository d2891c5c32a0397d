import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * Typing over a selection. Left to itself, Chromium puts what is typed into an element styled like what was selected,
 * and the page's policy refuses that style with a complaint in the console.
 */
export const replaceSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    const isTyped = event.inputType === 'insertText' && event.data !== null && !event.isComposing;
    if (!isTyped || main.empty || ranges.length > 1 || view.state.readOnly) return false;
    event.preventDefault();
    typeOver(view, event.data!);
    return true;
  },
});

function typeOver(view: EditorView, text: string): void {
  const { from, to } = view.state.selection.main;
  const insert = () =>
    view.state.update(view.state.replaceSelection(text), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  // Others may have their own way with a key: a bracket closes around what is selected.
  const isTaken = view.state
    .facet(EditorView.inputHandler)
    .some((take) => take(view, from, to, text, insert));
  if (!isTaken) view.dispatch(insert());
}
