import { functionMacros } from './portable-functions.ts';

const known = (columns: string): string =>
  `{% for column in ${columns} %}{{ column }} is not null{{ " and " if not loop.last }}{% endfor %}`;

/** The kinds of data tests that dbt does not have. Rows carry `rows_tested`, so that a limit may be a share of them. */
const genericTests: Readonly<Record<string, string>> = {
  accepted_range: `{% test accepted_range(model, column_name, min_value=none, max_value=none) %}
select *, (select count(*) from {{ model }}) as rows_tested
from {{ model }}
where 1 = 0
  {% if min_value is not none %}or {{ column_name }} < {{ min_value }}{% endif %}
  {% if max_value is not none %}or {{ column_name }} > {{ max_value }}{% endif %}
{% endtest %}
`,
  matches: `{% test matches(model, column_name, pattern) %}
select *, (select count(*) from {{ model }}) as rows_tested
from {{ model }}
where not {{ hg_regexp_matches("cast(" ~ column_name ~ " as " ~ hg_text() ~ ")", hg_literal(pattern)) }}
{% endtest %}
`,
  expression: `{% test expression(model, expression, column_name=none) %}
select *, (select count(*) from {{ model }}) as rows_tested
from {{ model }}
where not coalesce(({{ expression }}), true)
{% endtest %}
`,
  unique_combination: `{% test unique_combination(model, columns, column_name=none) %}
select
  {% for column in columns %}{{ column }}, {% endfor %}
  count(*) as copies,
  (select count(*) from {{ model }}) as rows_tested
from {{ model }}
where ${known('columns')}
group by {% for column in columns %}{{ column }}{{ ", " if not loop.last }}{% endfor %}
having count(*) > 1
{% endtest %}
`,
  known_to: `{% test known_to(model, column_name, to, field) %}
select child.*, (select count(*) from {{ model }}) as rows_tested
from (select * from {{ model }}) as child
left join (select distinct {{ field }} as known_value from {{ to }}) as parent
  on parent.known_value = child.{{ column_name }}
where child.{{ column_name }} is not null and parent.known_value is null
{% endtest %}
`,
  row_count: `{% test row_count(model, min_value=none, max_value=none, column_name=none) %}
select row_count, 1 as rows_tested
from (select count(*) as row_count from {{ model }}) as counted
where 1 = 0
  {% if min_value is not none %}or row_count < {{ min_value }}{% endif %}
  {% if max_value is not none %}or row_count > {{ max_value }}{% endif %}
{% endtest %}
`,
  recency: `{% test recency(model, field, max_days, to=none, to_field=none, column_name=none) %}
select newest_day, held_against, 1 as rows_tested
from (
  select
    (select max(cast({{ field }} as date)) from {{ model }}) as newest_day,
    {% if to is not none %}(select max(cast({{ to_field or field }} as date)) from {{ to }}){% else %}current_date{% endif %} as held_against
) as days
where held_against is not null
  and (newest_day is null or {{ hg_date_diff("'day'", "newest_day", "held_against") }} > {{ max_days }})
{% endtest %}
`,
};

const literals = `{% macro hg_literal(text) -%}
{{ return(adapter.dispatch('hg_literal')(text)) }}
{%- endmacro %}

{% macro default__hg_literal(text) -%}
'{{ text | replace("'", "''") }}'
{%- endmacro %}

{# Spark reads a backslash in a string as an escape. #}
{% macro spark__hg_literal(text) -%}
'{{ text | replace("\\\\", "\\\\\\\\") | replace("'", "\\\\'") }}'
{%- endmacro %}

{% macro hg_text() -%}
{{ return(adapter.dispatch('hg_text')()) }}
{%- endmacro %}

{% macro default__hg_text() -%}
varchar
{%- endmacro %}

{% macro spark__hg_text() -%}
string
{%- endmacro %}
`;

const schemaName = `{# Schemas are named as in the workbench: core.fct_website_events, not <target>_core. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name if custom_schema_name is not none else target.schema }}
{%- endmacro %}
`;

/** Macros and generic tests by path. */
export function dbtMacros(): Record<string, string> {
  const tests = Object.entries(genericTests).map(([name, text]) => [
    `tests/generic/${name}.sql`,
    text,
  ]);
  return {
    'macros/functions.sql': functionMacros(),
    'macros/literals.sql': literals,
    'macros/generate_schema_name.sql': schemaName,
    ...(Object.fromEntries(tests) as Record<string, string>),
  };
}
