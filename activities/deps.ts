import type { Client } from '@temporalio/client';
import type { Addressing } from '../addressing/addressing';
import type { CapService } from '../cap-svc/cap-svc';
import type { TokenBroker } from '../cap-svc/token-broker';
import type { Channel } from '../channels/channel';
import type { ChannelName, Line } from '../domain/line';
import type { RtpLimits } from '../domain/payer-limits';
import type { RailOfLine } from '../rails/rails';

/** What activities reach the world through. */
export interface Deps {
  readonly temporal: Client;
  /** Stands before both task queues' names. */
  readonly taskQueuePrefix: string;
  readonly cap: CapService;
  /** The lines file as this process read it. */
  readonly lines: readonly Line[];
  readonly access: TokenBroker;
  readonly railOf: RailOfLine;
  /** Names payers without showing them. */
  readonly addressing: Addressing;
  /** Counted by workflows, and brought to them with each request: a change of RTP_LIMITS holds at once. */
  readonly rtpLimits: RtpLimits;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  /** https base of our own webhooks and pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}
