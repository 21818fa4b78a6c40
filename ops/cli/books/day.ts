import type { WorkflowExecutionInfo } from '@temporalio/client';
import { dayIn } from '../../../activities/calendar';
import { attributes } from '../../../workflows/search-attributes';
import type { Desk } from '../command';
import { listOf } from '../visibility';

const HOURS = 3_600_000;

/**
 * Every run that had, or may have, made a payment and was alive on a day: a link that was made before may be paid on it. A day of any
 * zone lies within these 50 hours.
 */
export function aliveOn(desk: Desk, day: string): Promise<readonly WorkflowExecutionInfo[]> {
  const from = new Date(Date.parse(day) - 14 * HOURS).toISOString();
  const to = new Date(Date.parse(day) + 36 * HOURS).toISOString();
  const made = `(${attributes.paymentId.name} IS NOT NULL OR ${attributes.paymentState.name} = "RtpUnknown")`;
  const lived = `StartTime < "${to}" AND (CloseTime >= "${from}" OR ExecutionStatus = "Running")`;
  return listOf(desk, `${made} AND ${lived}`);
}

/** Whether a moment is of a day by the clock of the run's line. */
export function clockOf({ lines }: Desk, day: string, { typedSearchAttributes: is }: WorkflowExecutionInfo) {
  const lineId = is.get(attributes.lineId);
  const zone = lines.find(({ id }) => id === lineId)?.timeZone ?? 'UTC';
  return (at: Date | string | undefined): boolean => at !== undefined && dayIn(new Date(at), zone) === day;
}
