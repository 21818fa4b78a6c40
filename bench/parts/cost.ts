import { temporal } from '@temporalio/proto';
import type { Payload } from '@temporalio/common';
import { actionsOf } from '../counting/actions';
import { percentile, round } from '../measure/statistics';
import { createPayloadCodec } from '../../workers/codec/payload-codec';
import type { PayloadKey } from '../../workers/codec/payload-codec';

type History = temporal.api.history.v1.IHistory;

/** What one paid link comes to: the middle one of all that were looked at. */
export interface CostResult {
  readonly looked: number;
  readonly events: number;
  readonly actions: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly mostEvents: number;
  readonly mostActions: number;
}

export function costOf(histories: readonly History[]): CostResult {
  const events = histories.map((one) => one.events?.length ?? 0);
  const actions = histories.map((one) => actionsOf(one));
  const totals = actions.map(({ total }) => total);
  const middle = percentile(totals, 0.5);
  return {
    looked: histories.length,
    events: percentile(events, 0.5),
    actions: middle,
    byKind: actions.find(({ total }) => total === middle)?.byKind ?? {},
    bytes: percentile(
      histories.map((one) => temporal.api.history.v1.History.encode(one).finish().length),
      0.5,
    ),
    mostEvents: percentile(events, 1),
    mostActions: percentile(totals, 1),
  };
}

export interface EncryptionResult {
  /** Payloads of one paid link, and what they hold. */
  readonly payloads: number;
  readonly bytes: number;
  /** CPU to encrypt and decrypt each of them once. */
  readonly cpuMsPerLink: number;
  /** Bytes that encryption adds to a history. */
  readonly addedBytes: number;
}

const ROUNDS = 500;

/** The codec alone, on the payloads of a real history. */
export async function measureEncryption(history: History, key: PayloadKey): Promise<EncryptionResult> {
  const codec = createPayloadCodec([key]);
  const sealed = payloadsIn(history);
  const plain = await codec.decode(sealed);
  const sizeOf = (payloads: readonly Payload[]): number =>
    payloads.reduce((sum, one) => sum + temporal.api.common.v1.Payload.encode(one).finish().length, 0);
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) await codec.decode(await codec.encode(plain));
  const { user, system } = process.cpuUsage(before);
  return {
    payloads: sealed.length,
    bytes: sizeOf(plain),
    cpuMsPerLink: round((user + system) / 1_000 / ROUNDS, 3),
    addedBytes: sizeOf(sealed) - sizeOf(plain),
  };
}

/** Every encrypted payload, wherever in the history it stands. */
function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if ('metadata' in value && 'data' in value) return isSealed(value as Payload) ? [value as Payload] : [];
  return Object.values(value).flatMap(payloadsIn);
}

const isSealed = ({ metadata }: Payload): boolean => metadata?.['encryption-key-id'] !== undefined;
