import { latencyOf } from '../measure/statistics';
import type { Latency, Spread } from '../measure/statistics';
import { runClosed, runOpen } from '../measure/load';
import type { ClosedLoad } from '../measure/load';
import { runBare, startBare } from '../baselines/start';
import { startRig } from '../rig/rig';
import { wakeSellers } from './links';
import type { Rig } from '../rig/rig';
import type { Server } from '../rig/server';

/** What a WhatsApp number carries, in and out together. */
export const NUMBER_PER_SECOND = 80;

export interface AcksResult {
  readonly atRate: Latency;
  readonly saturated: { readonly perSecond: Spread; readonly acks: Latency };
}

const NUMBER = { wabaId: '200000000000001', phoneNumberId: '100000000000001', displayNumber: '37369002773' };

/** Messages that nobody answers: each is one signal to a chat that is there, as nearly all are. */
function createPost(rig: Rig) {
  let count = 0;
  return (): Promise<number> => {
    const from = rig.phones[(count += 1) % rig.phones.length]?.slice(1) ?? '';
    const message = {
      from,
      id: `wamid.bench-${String(count)}`,
      timestamp: String(Math.floor(Date.now() / 1_000)),
      type: 'reaction',
      reaction: { message_id: 'wamid.another', emoji: '👍' },
    };
    const metadata = { display_phone_number: NUMBER.displayNumber, phone_number_id: NUMBER.phoneNumberId };
    const contacts = [{ profile: { name: 'Seller' }, wa_id: from }];
    const value = { messaging_product: 'whatsapp', metadata, contacts, messages: [message] };
    return rig.mail.post({ wabaId: NUMBER.wabaId, field: 'messages', value });
  };
}

/** Acknowledgement of the webhook over HTTP, signature and encryption included. */
export async function measureWebhook(server: Server, load: ClosedLoad): Promise<AcksResult> {
  const rig = await startRig({ server });
  try {
    const post = createPost(rig);
    // A chat that begins, or a stranger's, is another thing: everybody has sold before.
    await wakeSellers(rig);
    let ms: number[] = [];
    const one = async (): Promise<void> => void ms.push(await post());
    await runOpen(NUMBER_PER_SECOND, load.warmUpMs / 1_000, one);
    ms = [];
    await runOpen(NUMBER_PER_SECOND, load.measureMs / 1_000, one);
    const atRate = latencyOf(ms);
    const { perSecond } = await runClosed(load, one, () => void (ms = []));
    return { atRate, saturated: { perSecond, acks: latencyOf(ms) } };
  } finally {
    await rig.stop();
  }
}

/** (c): signalWithStart and nothing else, from one process, with a worker in another. */
export async function measureBareAcks(server: Server, codePath: string, load: ClosedLoad): Promise<AcksResult> {
  const order = { address: server.address, codePath, load, rate: NUMBER_PER_SECOND };
  const worker = startBare({ ...order, role: 'worker' });
  try {
    await worker.next();
    return (await runBare(server, { ...order, role: 'acks' })).result as AcksResult;
  } finally {
    await worker.stop();
  }
}
