import type { Client } from '@temporalio/client';
import type { CapService } from '../cap-svc/cap-svc';
import type { Channel } from '../channels/channel';
import type { ChannelName } from '../domain/line';
import type { Rail, RailAccess } from '../rails/rail';

/** Brokers a bank's token for one seller at one merchant; in memory only. */
export interface Access {
  access(posUserId: string, merchantId: string, requestId: string): Promise<RailAccess>;
  /** Drops a token that the rail no longer takes. */
  forget(posUserId: string, merchantId: string): void;
}

/** What activities reach the world through. */
export interface Deps {
  readonly temporal: Client;
  /** Stands before both task queues' names. */
  readonly taskQueuePrefix: string;
  readonly cap: CapService;
  readonly access: Access;
  readonly rail: Rail;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  /** https base of our own webhooks and pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}
