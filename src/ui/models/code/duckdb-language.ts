import { PostgreSQL, sql, SQLDialect } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import type { Extension } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

const duckdb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} qualify asof positional semi anti exclude replace pivot unpivot summarize`,
  types: `${PostgreSQL.spec.types ?? ''} tinyint utinyint usmallint uinteger ubigint hugeint uhugeint double blob struct map list union`,
});

const marker = new MatchDecorator({
  regexp: /\{\{[^}]*\}\}/g,
  decoration: Decoration.mark({ class: 'cm-reference' }),
});

/** `{{ ref('x') }}` stands out. */
const references = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marker.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = marker.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

/** SQL as DuckDB speaks it, with references in braces, or YAML. Completion is the editor's own. */
export function languageOf(language: 'sql' | 'yaml'): Extension {
  return language === 'yaml' ? yaml() : [sql({ dialect: duckdb }).language, references];
}

/** Its keywords, for completion. */
export const duckdbDialect = duckdb;
