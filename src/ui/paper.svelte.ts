import { flushSync } from 'svelte';

/** Something that a reader of a paper must know: `Dates`, `1-30 Sep 2026`. An empty text is left out. */
export interface Fact {
  name: string;
  text: string;
}

/**
 * The page as it leaves the screen. While it is laid out for paper, parts that scroll or stand in a shadow root show
 * all that they hold, charts are drawn as wide as a sheet, and a head says what the numbers are of. One state for
 * what is printed and what is saved as a file, so that both say the same.
 */
class Paper {
  isLaid = $state(false);
  #tellers: (() => Fact[])[] = [];
  readonly #preparing = new Set<() => Promise<void>>();

  /** Adds what the paper is to say of the numbers; returns what takes it back (so it fits an effect). */
  tell(teller: () => Fact[]): () => void {
    this.#tellers = [...this.#tellers, teller];
    return () => {
      this.#tellers = this.#tellers.filter((one) => one !== teller);
    };
  }

  /** What is told at this moment, in the order of telling. */
  facts(): Fact[] {
    return this.#tellers.flatMap((teller) => teller());
  }

  /** Adds what is to be read before the page leaves the screen; returns what takes it back (so it fits an effect). */
  prepare(work: () => Promise<void>): () => void {
    this.#preparing.add(work);
    return () => void this.#preparing.delete(work);
  }

  /** Resolves once all of that is read; rejects with why it cannot be. */
  async ready(): Promise<void> {
    await Promise.all([...this.#preparing].map((work) => work()));
  }

  /** Lays the page out at once: a browser that prints waits for nothing. */
  lay(): void {
    this.isLaid = true;
    flushSync();
  }

  lift(): void {
    this.isLaid = false;
    flushSync();
  }
}

/** The one paper of the page. */
export const paper = new Paper();

/** How wide a chart is drawn on paper: a sheet of A4 or Letter between its margins, print.css taken into account. */
export const paperWidth = 780;

/** How high a chart is drawn on paper, of its height on the screen: more of them fit a sheet. */
export const paperHeight = 0.72;
