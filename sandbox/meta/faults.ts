import { z } from 'zod';
import { httpFault } from '../control/faults';

/** What can go wrong with a message after it was accepted. */
export const metaFault = z.union([
  httpFault,
  /** Accepted with 200, then a failed status with this code instead of sent, delivered, read. */
  z.strictObject({ asyncFailure: z.int() }),
  /** No status of this message is ever told. */
  z.literal('statusLost'),
]);
export type MetaFault = z.infer<typeof metaFault>;

export const isAsyncFailure = (action: MetaFault): action is { asyncFailure: number } =>
  typeof action === 'object' && 'asyncFailure' in action;
export const isStatusLost = (action: MetaFault): action is 'statusLost' => action === 'statusLost';
