import { PostgreSQL, sql, SQLDialect } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import type { Extension } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

const keywords =
  'all and anti any array as asc asof between by case cast cross current_date current_timestamp day desc distinct else end escape except exclude exists false filter first following from full glob group grouping sets having hour ignore ilike in inner intersect interval into is join last lateral left like limit minute month natural not null nulls offset on or order outer over partition pivot positional preceding qualify range recursive replace respect rollup row rows second select semi similar some table tablesample then to true try_cast unbounded union unnest unpivot using values week when where window with within without year zone at time';
const types =
  'bigint bit blob boolean bool char date decimal double float hugeint int int8 integer json list map numeric real smallint struct text time timestamp timestamptz tinyint ubigint uhugeint uinteger union usmallint utinyint uuid varchar';

const duckdb = SQLDialect.define({ ...PostgreSQL.spec, keywords, types, builtin: '' });

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
