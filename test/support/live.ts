import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Timings } from '../../domain/timings';
import type { ChatMessage } from '../../sandbox/meta/chats';
import { freePorts, startStack } from '../../sandbox/stack';
import type { Stack, StackOptions } from '../../sandbox/stack';
import type { SimPayment } from '../../sandbox/rail/payment';
import { createDataConverter } from '../../workers/codec/data-converter';
import { paymentLinkWorkflowId, status } from '../../workflows/payment-link.contract';
import { startStore } from './store';

/** The whole product, live: real Temporal, api and worker; the outside world simulated over real HTTP. */
export interface Live {
  readonly stack: Stack;
  readonly client: Client;
  /** Reads what the product has Temporal store. */
  readonly dataConverter: DataConverter;
  /** Where logs and data are. */
  readonly folder: string;
  /** A phone writes to the business number. */
  write(
    phone: string,
    text: string,
    more?: { readonly duplicate?: number; readonly forwarded?: boolean; readonly timestamp?: string },
  ): string;
  /** A phone taps a button or row, by title. */
  tap(phone: string, message: ChatMessage, title: string): string;
  /** What the business wrote to a phone so far. */
  heard(phone: string): readonly ChatMessage[];
  payments(): readonly SimPayment[];
  stop(): Promise<void>;
}

export async function startLive(
  options: Partial<Omit<StackOptions, 'timingsFile'>> & { readonly timings?: Partial<Timings> } = {},
): Promise<Live> {
  const folder = mkdtempSync(join(tmpdir(), 'miapos-live-'));
  const timingsFile = join(folder, 'timings.json');
  writeFileSync(timingsFile, JSON.stringify(options.timings ?? {}));
  const ports = options.ports ?? (await freePorts());
  const store = options.temporal === undefined ? await startStore(ports) : undefined;
  const stack = await startStack({ folder, timingsFile, ...options, ports, ...store?.options });
  const connection = await Connection.connect({ address: `127.0.0.1:${String(stack.ports.temporal)}` });
  const key = Buffer.from(stack.env['PAYLOAD_KEYS']?.split(':')[1] ?? '', 'base64');
  const dataConverter = createDataConverter([{ id: 'sandbox', key }]);
  const client = new Client({ connection, dataConverter });
  const { meta, rails } = stack.world;
  return {
    stack,
    client,
    dataConverter,
    folder,
    write: (from, text, more = {}) => meta.phones.send({ type: 'text', from, text, ...more }).messageId,
    tap: (from, message, title) => meta.phones.send({ type: 'tap', from, replyTo: message.id, title }).messageId,
    heard: (phone) => {
      const person = meta.people.find(phone);
      return person === undefined ? [] : meta.chats.of(person).filter((one) => one.direction === 'out');
    },
    payments: () => rails.flatMap((rail) => rail.payments.list()),
    stop: async () => {
      await connection.close();
      await stack.stop();
      await store?.stop();
    },
  };
}

/** Waits for a fact; what it saw last is in the error when the fact does not come. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  isIt: (seen: T) => boolean,
  withinMs = 150_000,
  everyMs = 10,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const [seen, silence] = await Promise.resolve()
      .then(look)
      .then((found) => [found] as const, unanswered);
    if (silence === undefined && isIt(seen as T)) return seen as T;
    if (Date.now() > until) {
      const last = silence ?? JSON.stringify(seen);
      throw new Error(`It did not come to that within ${String(withinMs)} ms: ${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** A server, or a worker that is asked a query, may be too busy to answer, or have just been killed: ask again. */
function unanswered(error: unknown): readonly [undefined, string] {
  const cause = error instanceof Error && !isGrpcServiceError(error) ? error.cause : error;
  if (!isGrpcServiceError(cause)) throw error;
  return [undefined, `${String(error)}: ${cause.details}`];
}

/**
 * Waits until a link that outlives its payments knows that its newest one has expired: by its workflow and not by its page, which
 * counts its visitors and sends away who comes too often.
 */
export const untilExpired = ({ client }: Live, linkId: string, withinMs?: number): Promise<unknown> =>
  eventually(
    () => client.workflow.getHandle(paymentLinkWorkflowId(linkId)).query(status),
    ({ link }) => link?.newest?.word === 'EXPIRED',
    withinMs,
  );
