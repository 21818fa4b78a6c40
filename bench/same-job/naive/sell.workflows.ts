import * as wf from '@temporalio/workflow';
import type { RailReport } from '../../../domain/payment';
import type { SellInput, Steps } from '../steps';
import { linkOf, paidOf } from '../words';

export const reported = wf.defineSignal<[RailReport]>('reported');

const PATIENCE = '1 day';
const steps = wf.proxyActivities<Omit<Steps, 'lastAccess'>>({ startToCloseTimeout: '45 seconds' });

/** One paid link as one would first write it: the same calls in the same order as ours, each a normal activity. */
export async function sell(input: SellInput): Promise<string> {
  let report: RailReport | undefined;
  wf.setHandler(reported, (heard) => void (report = heard));
  const order = await steps.open(input);
  const issued = await steps.issue(input, order);
  await Promise.all([
    steps.send(input, linkOf(order, issued), 'link'),
    steps.record(input, order, issued.paymentId, 'CREATED'),
  ]);
  await wf.condition(() => report !== undefined, PATIENCE);
  if (report?.status !== 'SUCCESS' || report.paymentId !== issued.paymentId) return 'notPaid';
  await Promise.all([
    steps.send(input, { say: 'notice', notice: paidOf(input.linkId, order) }, 'notice-1'),
    steps.record(input, order, issued.paymentId, 'SUCCESS'),
  ]);
  return 'paid';
}
