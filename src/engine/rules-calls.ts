import { overlayProject } from '../core/project/overlay-project.ts';
import { Problems, brokenBy } from '../core/project/problems.ts';
import type { ProjectChanges } from '../core/project/project-view.ts';
import { loadRules } from '../core/rules/load-rules.ts';
import type { Rules } from '../core/rules/rules.ts';
import { tryRecord } from '../core/rules/try-rules.ts';
import { WorkbenchError } from '../core/errors.ts';
import type { Workbench } from '../workbench.ts';
import { RulesPreviewer } from './preview-rules.ts';
import type { PreviewSources } from './preview-sources.ts';
import type { Session } from './session.ts';

export type RulesCalls = Pick<Workbench, 'rules' | 'previewRules' | 'tryRules'>;

/** The calls about the rules that decide actions, channels and visitors. */
export function rulesCalls(session: Session, sources: PreviewSources): RulesCalls {
  const previewer = new RulesPreviewer(session, sources);
  session.onClose(() => previewer.close());
  return {
    rules: async ({ changes = {} }) => changedRules(session, changes),
    previewRules: async ({ changes }, options) =>
      previewer.preview(changedRules(session, changes), options),
    async tryRules({ record, changes = {} }) {
      return tryRecord(record, {
        rules: changedRules(session, changes),
        countries: await session.openCountries(),
        siteHosts: new Set(session.published.facts.hosts),
      });
    },
  };
}

/** The rules in force, or of the changed files. Throws `model-broken` with all `problems` where a file of rules is not sound. */
function changedRules({ projects }: Session, changes: ProjectChanges): Rules {
  if (Object.keys(changes).length === 0) return projects.running.project.rules;
  const files = overlayProject(projects.shipped, projects.own, changes);
  const problems = new Problems();
  const rules = loadRules(new Map(Object.entries(files)), problems);
  const [first] = problems.all;
  if (first === undefined) return rules;
  const { code, message, details } = brokenBy(first);
  throw new WorkbenchError(code, message, { ...details, problems: problems.all });
}
