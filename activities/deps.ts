import type { Client } from '@temporalio/client';
import type { CapService } from '../cap-svc/cap-svc';
import type { TokenBroker } from '../cap-svc/token-broker';
import type { Channel } from '../channels/channel';
import type { ChannelName } from '../domain/line';
import type { Rail } from '../rails/rail';

/** What activities reach the world through. */
export interface Deps {
  readonly temporal: Client;
  /** Stands before both task queues' names. */
  readonly taskQueuePrefix: string;
  readonly cap: CapService;
  readonly access: TokenBroker;
  readonly rail: Rail;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  /** https base of our own webhooks and pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}
