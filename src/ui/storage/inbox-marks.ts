import type { InboxFile } from './inbox-files.ts';
import { markOf, readyFiles } from './inbox-files.ts';

/** What was seen of an inbox, look by look. */
export class InboxMarks {
  #before = new Set<string>();
  /** Files that were inspected, and whose columns a person must see. */
  readonly #asked = new Set<string>();

  /**
   * Takes one look at the files. `fresh` may be imported, `asked` wait for a person, and with `unsettled` there
   * are files that are new or still change.
   */
  look(
    files: InboxFile[],
    handled: Iterable<string>,
  ): { fresh: InboxFile[]; asked: InboxFile[]; unsettled: boolean } {
    const done = new Set(handled);
    const ready = readyFiles(files, this.#before, done);
    this.#before = new Set(files.map(markOf));
    return {
      fresh: ready.filter((file) => !this.#asked.has(markOf(file))),
      asked: ready.filter((file) => this.#asked.has(markOf(file))),
      unsettled: files.some((file) => !done.has(markOf(file)) && !ready.includes(file)),
    };
  }

  ask(files: InboxFile[]): void {
    for (const file of files) this.#asked.add(markOf(file));
  }
}
