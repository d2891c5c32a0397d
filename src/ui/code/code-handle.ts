import type { ProjectProblem } from '../../core/project/project-view.ts';
import type { Offers } from './complete-sql.ts';

/** What an editor shows and whom it tells. */
export interface EditorInput {
  /** Where it is put: a shadow root, whose styles the page's policy allows. */
  root: ShadowRoot;
  text: string;
  language: 'sql' | 'yaml';
  /** As a screen reader names it. */
  label: string;
  hint: string;
  complete: (text: string, offset: number) => Offers | null;
  onChange: (text: string) => void;
  onCursor: (offset: number) => void;
  onApply: () => void;
  onPreview: () => void;
  onFormat: () => void;
}

/** An editor on the page. Lines and columns count from 1. */
export interface CodeHandle {
  /** Replaces the text where it differs, keeping the cursor as well as it can. Does not call `onChange`. */
  setText(text: string): void;
  setProblems(problems: readonly ProjectProblem[]): void;
  goTo(line: number, column: number): void;
  /** The text that is selected, '' for none. */
  selection(): string;
  focus(): void;
  destroy(): void;
}
