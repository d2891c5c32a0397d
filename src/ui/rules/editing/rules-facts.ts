import type { ProjectChanges, ProjectRevision } from '../../../core/project/project-view.ts';
import { isRulesFile } from '../../../core/rules/load-rules.ts';
import { format } from '../../format.ts';
import type { Fact } from '../../paper.svelte.ts';
import { rulesWords } from '../../rules-words.ts';

/** What a reader of the rules on paper must know: which version they are, and what of them is not in force yet. */
export function rulesFacts(revisions: readonly ProjectRevision[], changes: ProjectChanges): Fact[] {
  const words = rulesWords.paper;
  const drafts = Object.keys(changes).filter(isRulesFile).sort();
  const [last] = revisions
    .filter((one) => one.changes.some(({ path }) => isRulesFile(path)))
    .sort((a, b) => b.id - a.id);
  return [
    {
      name: words.version,
      text: last ? words.change(last.id, format.moment(last.at), last.reason ?? '') : words.shipped,
    },
    { name: words.drafts, text: drafts.length === 0 ? words.noDrafts : words.inDraft(drafts) },
  ];
}
