import { cpuWhile } from '../measure/processes';
import { runClosed } from '../measure/load';
import type { ClosedLoad, Sustained } from '../measure/load';
import { latencyOf, round } from '../measure/statistics';
import type { Latency } from '../measure/statistics';
import { startRig } from '../rig/rig';
import type { Rig, RigOptions } from '../rig/rig';

/** Paid links, as fast as they go. */
export interface LinksResult extends Sustained {
  /** CPU per paid link by process, in ms: it holds on a busy machine too. */
  readonly cpuMsPerLink: Readonly<Record<string, number>>;
  /** Webhooks of all kinds meanwhile. */
  readonly acks?: Latency;
}

/** Each seller sells one thing first, so that chats are awake and tokens at hand, as in the middle of a day. */
export async function wakeSellers({ journeys, phones }: Rig): Promise<void> {
  const left = [...phones];
  const takeTurns = async (): Promise<void> => {
    for (let phone = left.pop(); phone !== undefined; phone = left.pop()) await (await journeys.order(phone)).pay();
  };
  await Promise.all(Array.from({ length: 16 }, takeTurns));
}

export async function sellLinks(rig: Rig, load: ClosedLoad): Promise<LinksResult> {
  let turn = 0;
  const one = async (): Promise<void> => {
    const phone = rig.phones[(turn += 1) % rig.phones.length] ?? '';
    await (await rig.journeys.order(phone)).pay();
  };
  rig.mail.takeAcks();
  let done = 0;
  const counted = async (): Promise<void> => {
    await one();
    done += 1;
  };
  const { result, cpuMs } = await cpuWhile(rig.groups(), () => runClosed(load, counted, () => rig.mail.takeAcks()));
  return {
    ...result,
    cpuMsPerLink: Object.fromEntries(Object.entries(cpuMs).map(([name, ms]) => [name, round(ms / done)])),
    acks: latencyOf(rig.mail.takeAcks()),
  };
}

/** Paid links per second of the whole product, or of the same job without it. */
export async function measureLinks(options: RigOptions, load: ClosedLoad): Promise<LinksResult> {
  const rig = await startRig(options);
  try {
    await wakeSellers(rig);
    return await sellLinks(rig, load);
  } finally {
    await rig.stop();
  }
}
