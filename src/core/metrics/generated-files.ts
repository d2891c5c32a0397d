import { loadModel } from '../project/load-model.ts';
import type { LoadedModel } from '../project/load-model.ts';
import { Problems } from '../project/problems.ts';
import { dailyMetricsSql, isDailyMetric, isMade } from './daily-metrics-sql.ts';
import { checkMetric } from './load-metric.ts';

type Files = ReadonlyMap<string, string>;

/** The model whose SQL follows from the metrics' files; its YAML ships. */
export const dailyMetricsFile = 'growth/daily_metrics.sql';

/**
 * The files of a project with those that follow from others: `growth/daily_metrics.sql`, from the website's metrics that have days
 * and a `dim_hostname`. A person's own file of that name is left as it is. Metrics that are broken are left out: loading the
 * project says what is wrong with them.
 */
export function withGeneratedFiles(files: Files): Map<string, string> {
  const all = new Map(files);
  const hasYaml = files.has(dailyMetricsFile.replace(/\.sql$/, '.yml'));
  const own = files.get(dailyMetricsFile);
  if (!hasYaml || (own !== undefined && !isMade(own))) return all;
  return all.set(dailyMetricsFile, dailyMetricsSql(dailyMetrics(files)));
}

function dailyMetrics(files: Files) {
  const models = new ModelsByName(files);
  const paths = [...files.keys()].filter((path) => /^metrics\/\w+\.yml$/.test(path)).sort();
  return paths.flatMap((path) => {
    const name = /^ *model: *['"]?(\w+)/m.exec(files.get(path)!)?.[1] ?? '';
    const model = models.find(name);
    if (model === undefined || models.readsShop(name)) return [];
    const metric = checkMetric(path, files.get(path)!, new Map([[name, model]]), new Problems());
    return metric !== undefined && isDailyMetric(metric) ? [{ metric, model }] : [];
  });
}

/** Models as their files say, each read once, whether or not the project is sound. */
class ModelsByName {
  readonly #files: Files;
  readonly #paths: Map<string, string>;
  readonly #read = new Map<string, LoadedModel | undefined>();

  constructor(files: Files) {
    this.#files = files;
    const paths = [...files.keys()].filter((path) => /^(?!tests\/)\w+\/\w+\.sql$/.test(path));
    this.#paths = new Map(paths.map((path) => [path.split('/')[1]!.slice(0, -4), path]));
  }

  find(name: string) {
    const path = this.#paths.get(name);
    if (path === undefined) return undefined;
    if (!this.#read.has(name)) this.#read.set(name, loadModel(path, this.#files, new Problems()));
    return this.#read.get(name)?.model;
  }

  /** Whether a model belongs to the shop: a table of the website cannot wait for it. */
  readsShop(name: string, seen = new Set<string>()): boolean {
    const model = this.find(name);
    if (model === undefined || seen.has(name)) return false;
    seen.add(name);
    return (
      model.sources.some((source) => source.startsWith('shop.')) ||
      model.refs.some((ref) => this.readsShop(ref, seen))
    );
  }
}
