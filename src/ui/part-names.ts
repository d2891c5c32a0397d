import { exploreWords } from './explore-words.ts';
import type { Screen } from './route.ts';
import { strings } from './strings.ts';

/** The parts of the screens that have some, first the one that a screen opens with. */
export const partNames: Partial<Record<Screen, Readonly<Record<string, string>>>> = {
  quality: strings.quality.parts,
  models: strings.models.parts,
  explore: exploreWords.parts,
  rules: strings.rules.parts,
};
