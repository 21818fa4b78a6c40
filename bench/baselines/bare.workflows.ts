import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import * as wf from '@temporalio/workflow';

/** What is called for one paid link, all of it empty. */
export interface BareActivities {
  open(of: string): Promise<void>;
  issue(of: string): Promise<void>;
  send(of: string): Promise<void>;
  record(of: string): Promise<void>;
}

export const paid = wf.defineSignal('paid');
const POLL_MS = 90_000;

async function sellWith(local: BareActivities, normal: BareActivities, of: string, asOurs: boolean): Promise<void> {
  let isPaid = false;
  wf.setHandler(paid, () => void (isPaid = true));
  await local.open(of);
  await local.issue(of);
  if (asOurs) wf.upsertSearchAttributes([{ key: STATE, value: 'AwaitingPayment' }]);
  await normal.send(of);
  await Promise.all([local.record(of), wf.condition(() => isPaid, POLL_MS)]);
  await Promise.all([normal.send(of), local.record(of)]);
  if (asOurs) wf.upsertSearchAttributes([{ key: STATE, value: 'Paid' }]);
}

const STATE = defineSearchAttributeKey('PaymentState', SearchAttributeType.KEYWORD);
const local = () => wf.proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5 seconds' });
const normal = () => wf.proxyActivities<BareActivities>({ startToCloseTimeout: '45 seconds' });

/** The fast path's shape: what may run twice is local. 27 events. */
export async function fastPath(of: string): Promise<void> {
  await sellWith(local(), normal(), of, false);
}

/** The same, with the two upserts that show it to people. 29 events, as ours has. */
export async function fastPathShown(of: string): Promise<void> {
  await sellWith(local(), normal(), of, true);
}

/** The first idea: each call a normal activity. */
export async function naive(of: string): Promise<void> {
  await sellWith(normal(), normal(), of, false);
}

/** A chat that takes signals and does nothing. */
export async function chat(): Promise<void> {
  let heard = 0;
  wf.setHandler(wf.defineSignal('heard'), () => void (heard += 1));
  await wf.condition(() => heard > 1_000 || wf.workflowInfo().continueAsNewSuggested);
  await wf.continueAsNew<typeof chat>();
}
