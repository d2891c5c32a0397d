import nunjucks from 'nunjucks';
import { parse } from 'yaml';

/** dbt cannot be installed here: this renders a dbt project's Jinja with another engine, as far as an ordinary project needs it. */
export class DbtProject {
  readonly files: Record<string, string>;
  readonly adapter: string;
  readonly vars: Record<string, string>;
  readonly #env = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
  readonly #macros: string;
  readonly #names: Set<string>;
  readonly schemas = new Map<string, string>();
  readonly sources = new Map<string, string>();

  constructor(files: Record<string, string>, adapter: string, vars: Record<string, string>) {
    this.files = files;
    this.adapter = adapter;
    this.vars = vars;
    const own = Object.entries(files).filter(([path]) => /^(macros|tests\/generic)\//.test(path));
    this.#macros = own.map(([, text]) => asMacros(text)).join('\n');
    this.#names = new Set([...this.#macros.matchAll(/macro (\w+)\(/g)].map((match) => match[1]!));
    for (const path of Object.keys(files)) {
      const match = /^models\/(?:(\w+)\/)?(\w+)\.sql$/.exec(path);
      if (match) this.schemas.set(match[2]!, match[1] ?? 'main');
    }
    const { sources } = this.yaml<SourcesYaml>('models/sources.yml');
    for (const { name, tables } of sources)
      for (const table of tables)
        this.sources.set(`${name}.${table.name}`, this.render(table.meta.external_location));
  }

  yaml<T>(path: string): T {
    return parse(this.files[path]!) as T;
  }

  /** All entries of one list of the YAML files below `models/`. */
  entries<T>(list: string): T[] {
    const paths = Object.keys(this.files).filter((path) => /^models\/.*\.yml$/.test(path));
    return paths.flatMap((path) => this.yaml<Record<string, T[] | undefined>>(path)[list] ?? []);
  }

  relation(name: string): string {
    const schema = this.schemas.get(name);
    if (schema === undefined) throw new Error(`no such model: ${name}`);
    return `${schema}.${name}`;
  }

  /** Models in the order of their refs, with their SQL. */
  models(): { name: string; sql: string; refs: Set<string> }[] {
    const paths = Object.keys(this.files).filter((path) => /^models\/.*\.sql$/.test(path));
    const left = paths.map((path) => {
      const refs = new Set<string>();
      const sql = this.render(this.files[path]!, { refs });
      return { name: path.replace(/^.*\/|\.sql$/g, ''), sql, refs };
    });
    const done: typeof left = [];
    while (left.length > 0) {
      const known = new Set(done.map(({ name }) => name));
      const next = left.findIndex(({ refs }) => [...refs].every((name) => known.has(name)));
      if (next < 0) throw new Error(`refs in a circle: ${left.map(({ name }) => name).join(', ')}`);
      done.push(...left.splice(next, 1));
    }
    return done;
  }

  /** A template with the macros of the project before it. `config` hears what the template configures. */
  render(
    template: string,
    {
      refs = new Set<string>(),
      incremental = false,
      this: own = '',
      config = {} as Record<string, unknown>,
      more = {} as Record<string, unknown>,
    } = {},
  ): string {
    const context = {
      ref: (name: string) => {
        refs.add(name);
        return this.relation(name);
      },
      source: (schema: string, name: string) => this.#source(schema, name),
      var: (name: string, fallback?: string) => this.vars[name] ?? fallback,
      config: (given: Record<string, unknown>) => (Object.assign(config, given), ''),
      is_incremental: () => incremental,
      this: own,
      return: (value: unknown) => value,
      target: { type: this.adapter, schema: 'main' },
      adapter: { dispatch: (name: string) => this.#dispatch(name) },
      dbt: { date_spine: (_unit: string, from: string, to: string) => daySpine(from, to) },
      ...more,
    };
    return this.#env.renderString(`${this.#macros}{# #}${template}`, context).trim();
  }

  #source(schema: string, name: string): string {
    const location = this.sources.get(`${schema}.${name}`);
    if (location === undefined) throw new Error(`no such source: ${schema}.${name}`);
    return location;
  }

  #dispatch(name: string): (...args: unknown[]) => string {
    const macro = [`${this.adapter}__${name}`, `default__${name}`].find((one) =>
      this.#names.has(one),
    );
    if (macro === undefined) throw new Error(`no macro for ${this.adapter}: ${name}`);
    return (...args) => {
      const names = args.map((_, i) => `arg${i}`);
      const more = Object.fromEntries(names.map((key, i) => [key, args[i]]));
      return this.render(`{{ ${macro}(${names.join(', ')}) }}`, { more });
    };
  }
}

interface SourcesYaml {
  sources: { name: string; tables: { name: string; meta: { external_location: string } }[] }[];
}

function asMacros(text: string): string {
  return text
    .replace(/\{%(-?) test (\w+)\(/g, '{%$1 macro test_$2(')
    .replace(/\{%(-?) endtest (-?)%\}/g, '{%$1 endmacro $2%}');
}

function daySpine(from: string, to: string): string {
  return `select unnest(generate_series(${from}, ${to} - interval 1 day, interval 1 day)) as date_day`;
}
