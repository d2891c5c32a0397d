import type { ProjectChanges } from '../../core/project/project-view.ts';

/** The file of a person's model agg_countries; `more` is what the column `events` says besides its type. */
export const countriesYaml = (more = ''): string => `models:
  - name: agg_countries
    description: Events by country.
    config: { materialized: table, published: true, partition_by: ds, key: [ds, dim_country] }
    columns:
      - { name: ds, data_type: VARCHAR }
      - { name: dim_country, data_type: VARCHAR, data_tests: [not_null] }
      - { name: events, data_type: BIGINT${more} }
`;

/** The changes that add agg_countries. */
export const countriesModel = (sql: string, yaml = countriesYaml()): ProjectChanges => ({
  'growth/agg_countries.sql': sql,
  'growth/agg_countries.yml': yaml,
});
