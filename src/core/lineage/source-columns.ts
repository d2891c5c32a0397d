import { planStar } from '../ingest/plan-star.ts';
import { shopSources } from '../shop/shop-sources.ts';

interface SourceColumn {
  name: string;
  type: string;
}

// As models name them: the coded copies of what is collected under these names.
const calledOtherwise: Record<string, string> = {
  'ingest.all_visitors': 'ingest.visitors',
  'ingest.all_requests': 'ingest.requests',
};

const createTable = /create table (\w+\.\w+) \(([\s\S]*?)\);/g;

/** Columns of every source by `schema.name`, read from the statements that create them. */
export function sourceColumns(): ReadonlyMap<string, SourceColumn[]> {
  const star = [...planStar().matchAll(createTable)].map(([, name = '', columns = '']) => {
    // A comma inside `map(varchar, varchar)` ends no column.
    const parts = columns.split(/,(?![^(]*\))/).map((part) => part.trim());
    return [calledOtherwise[name] ?? name, parts.map(typedColumn)] as const;
  });
  const shop = shopSources.map(
    ({ name, columns }) =>
      [name, columns.map((column) => ({ name: column.name, type: column.type }))] as const,
  );
  return new Map([...star, ...shop]);
}

function typedColumn(text: string): SourceColumn {
  const [name = '', ...type] = text.split(/\s+/);
  return { name, type: type.join(' ').toUpperCase() };
}
