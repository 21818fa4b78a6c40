import type { Addressing } from '../../addressing/addressing';
import type { Line } from '../../domain/line';
import type { Timings } from '../../domain/timings';
import type { Log } from '../http/log';
import type { Metrics } from '../metrics';
import type { Temporal } from '../ports/temporal';

/** What accepting things into Temporal needs. */
export interface IntakeDeps {
  readonly temporal: Temporal;
  readonly addressing: Addressing;
  readonly lines: readonly Line[];
  readonly timings: Timings;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => Date;
}
