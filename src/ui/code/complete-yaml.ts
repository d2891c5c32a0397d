import { metricYaml } from '../../core/metrics/metric-yaml.ts';
import { dataTestKinds, modelYaml, singularTestYaml } from '../../core/project/model-yaml.ts';
import { rulesFiles } from '../../core/rules/rules-yaml.ts';
import type { EntryKind } from '../project/files/project-entries.ts';
import type { Offer, Offers } from './complete-sql.ts';
import { schemaOffers } from './schema-offers.ts';
import type { Catalogue } from './sql-scope.ts';
import { yamlPlace } from './yaml-place.ts';
import type { YamlPlace } from './yaml-place.ts';

const schemas: Record<EntryKind, unknown> = {
  model: modelYaml,
  test: singularTestYaml,
  metric: metricYaml,
  rules: { type: 'union', options: Object.values(rulesFiles) },
};
const types = [
  'BIGINT',
  'BOOLEAN',
  'DATE',
  'DECIMAL(18,2)',
  'DOUBLE',
  'INTEGER',
  'TIMESTAMP',
  'VARCHAR',
];
const ofModels = ['model', 'to', 'on', 'input'];
const ofColumns = ['field', 'grain', 'columns', 'key', 'dimensions', 'sum', 'average', 'median'];

/** What may stand at `offset` of a YAML file: keys and values that its reader knows, models, columns. */
export function completeYaml(
  text: string,
  offset: number,
  kind: EntryKind,
  catalogue: Catalogue,
): Offers | null {
  const place = yamlPlace(text, offset);
  if (!place) return null;
  const from = offset - place.typed.length;
  const offers = place.key === undefined ? entryOffers(kind, place) : [];
  return { from, offers: [...offers, ...valueOffers(kind, place, catalogue)] };
}

function entryOffers(kind: EntryKind, { path, siblings }: YamlPlace): Offer[] {
  const { keys, values } = schemaOffers(schemas[kind], path);
  const isTest = path.at(-2) === 'data_tests' && kind === 'model';
  return [
    ...(isTest ? dataTestKinds.filter((name) => !values.includes(name)) : keys)
      .filter((key) => isTest || !(key in siblings) || path.at(-1) !== '[]')
      .map((label): Offer => ({ label, kind: 'key', apply: `${label}:${isTest ? '' : ' '}` })),
    ...values.map((label): Offer => ({ label, kind: 'value' })),
  ];
}

function valueOffers(kind: EntryKind, place: YamlPlace, catalogue: Catalogue): Offer[] {
  const key = place.key ?? (place.path.at(-1) === '[]' ? place.path.at(-2) : undefined);
  if (key === undefined) return [];
  const { values } = place.key === undefined ? { values: [] } : known(kind, place);
  const offers = values.map((label): Offer => ({ label, kind: 'value' }));
  if (key === 'data_type') return types.map((label) => ({ label, kind: 'value' }));
  if (ofModels.includes(key) && place.key !== undefined)
    return [...catalogue.keys()].map((label) => ({ label, kind: 'model' }));
  if (ofColumns.includes(key) && place.path.at(-2) !== 'columns')
    return [...offers, ...columnsFor(place, key, catalogue)];
  return offers;
}

const known = (kind: EntryKind, { path, key }: YamlPlace) =>
  schemaOffers(schemas[kind], [...path, key!]);

// Of the model that is spoken about; of any where that is not known.
function columnsFor({ siblings }: YamlPlace, key: string, catalogue: Catalogue): Offer[] {
  const { to, model, name } = siblings;
  const owner = [key === 'field' ? to : undefined, model, name].find(
    (one) => one !== undefined && catalogue.has(one),
  );
  const columns = owner === undefined ? [...catalogue.values()].flat() : catalogue.get(owner)!;
  return [...new Set(columns)].map((label) => ({ label, kind: 'column' }));
}
