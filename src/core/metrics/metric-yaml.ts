import * as v from 'valibot';

const expression = v.pipe(v.string(), v.trim(), v.minLength(1, 'an expression is missing'));
const where = v.optional(expression);

const measure = v.union(
  [
    v.strictObject({ count: v.literal('*'), where }),
    v.strictObject({ count_distinct: expression, where }),
    v.strictObject({ sum: expression, where }),
    v.strictObject({ average: expression, where }),
    v.strictObject({ median: expression, where }),
  ],
  'a measure is one of count: "*", count_distinct, sum, average and median, and perhaps a where',
);

/** A `metrics/<name>.yml`: one metric a file, and the only place that defines it. */
export const metricYaml = v.strictObject({
  metrics: v.pipe(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.regex(/^[a-z]\w*$/, 'a name has lower-case letters and _')),
        label: v.string(),
        definition: v.pipe(v.string(), v.minLength(1, 'a metric says what it is')),
        question: v.optional(v.string(), ''),
        model: v.string(),
        numerator: measure,
        denominator: v.optional(measure),
        grain: v.optional(v.string()),
        dimensions: v.optional(v.array(v.string()), []),
        guardrail: v.optional(v.boolean(), false),
        direction: v.optional(v.picklist(['up', 'down', 'none']), 'up'),
        format: v.optional(
          v.picklist(['integer', 'share', 'money', 'duration', 'decimal']),
          'integer',
        ),
      }),
    ),
    v.length(1, 'one metric a file'),
  ),
});

export type MeasureYaml = v.InferOutput<typeof measure>;
export type MetricYaml = v.InferOutput<typeof metricYaml>['metrics'][number];
