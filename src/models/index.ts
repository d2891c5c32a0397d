/** The SQL and YAML that ship with the workbench, by path from this folder: `./core/dim_visitors.sql`. */
export const shippedModels: Record<string, string> = import.meta.glob('./**/*.{sql,yml}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
