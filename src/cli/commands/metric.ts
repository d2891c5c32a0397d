import type { Metric } from '../../core/metrics/metric.ts';
import type { CommandOf } from '../args.ts';
import { metricTable, metricsTable } from '../metric-text.ts';
import { withProject } from '../open-project.ts';
import { withPublished } from '../open-session.ts';
import type { CommandIo } from '../output.ts';
import { formatResult } from '../query-text.ts';

/** `homegrown metric`: one metric, compiled from its file, over the published tables; without a name the list of all. */
export async function metricCommand(command: CommandOf<'metric'>, io: CommandIo): Promise<number> {
  const table = await tableOf(command, io);
  for (const piece of formatResult({ ...table, truncated: false }, command.format))
    io.stdout.write(piece);
  return 0;
}

async function tableOf(command: CommandOf<'metric'>, io: CommandIo) {
  const { input, warehouse } = command;
  if (input === undefined || warehouse === undefined)
    return metricsTable(await allMetrics(command, io));
  return withPublished({ ...command, warehouse }, io, async (workbench) =>
    metricTable(await workbench.metric(input, { signal: io.signal })),
  );
}

function allMetrics(command: CommandOf<'metric'>, io: CommandIo): Promise<Metric[]> {
  return withProject(command, io, async ({ metrics }) => [...metrics.values()]);
}
