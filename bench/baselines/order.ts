import type { ClosedLoad } from '../measure/load';

/** What the bench asks a bare process for. */
export interface BareOrder {
  readonly role: 'links' | 'worker' | 'acks' | 'dbos';
  readonly address: string;
  /** Of the bundled bare workflows. */
  readonly codePath: string;
  /** Role `links`: which workflow. */
  readonly workflow?: string;
  readonly encrypted?: boolean;
  readonly load: ClosedLoad;
  /** Role `acks`: signals a second. */
  readonly rate: number;
}

/** Stands before a line that is meant for the bench. */
export const READY = 'bench:';

export function readOrder(argument: string | undefined): BareOrder {
  if (argument === undefined) throw new Error('This is started by npm run bench.');
  return JSON.parse(argument) as BareOrder;
}
