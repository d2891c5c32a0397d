import type { Reject } from '../core/ingest/record-reader.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import type { Delivery } from '../core/warehouse/delivery.ts';

const keptFields = [
  'id',
  'sha256',
  'name',
  'bytes',
  'format',
  'days',
  'seen',
  'accepted',
  'rejected',
  'repeats',
  'rejectReasons',
] as const;

/** What the manifest keeps of a loaded file: of rejected records their line and reason, never their text. */
export function keptDelivery(report: DeliveryReport, rejects: Reject[]): Delivery {
  const kept = Object.fromEntries(keptFields.map((field) => [field, report[field]]));
  return {
    ...(kept as Pick<DeliveryReport, (typeof keptFields)[number]>),
    ...(report.shopTable !== undefined && { shopTable: report.shopTable }),
    ...(report.hasMethods !== undefined && { hasMethods: report.hasMethods }),
    ...(report.hasEventNames !== undefined && { hasEventNames: report.hasEventNames }),
    identity: 'plain',
    rejectedLines: rejects.map(({ line, reason }) => [line, reason]),
  };
}
