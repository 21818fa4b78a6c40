import { runOpen } from '../measure/load';
import { latencyOf, round } from '../measure/statistics';
import type { Latency } from '../measure/statistics';
import type { Rig } from '../rig/rig';

export interface LatencyResult {
  readonly perSecond: number;
  /** From the seller's message on its way to the link in the chat. */
  readonly commandToLink: Latency;
  /** From the rail's callback on its way to the notice in the chat. */
  readonly callbackToNotice: Latency;
  /** Webhooks of all kinds meanwhile: commands and statuses. */
  readonly acks: Latency;
}

/** What sellers feel, at a rate that the machine can bear. */
export async function measureLatency(rig: Rig, perSecond: number, seconds: number): Promise<LatencyResult> {
  const links: number[] = [];
  const notices: number[] = [];
  let turn = 0;
  rig.mail.takeAcks();
  await runOpen(perSecond, seconds, async () => {
    const journey = await rig.journeys.order(rig.phones[(turn += 1) % rig.phones.length] ?? '');
    links.push(journey.linkMs);
    notices.push(await journey.pay());
  });
  return {
    perSecond: round(perSecond, 1),
    commandToLink: latencyOf(links),
    callbackToNotice: latencyOf(notices),
    acks: latencyOf(rig.mail.takeAcks()),
  };
}
