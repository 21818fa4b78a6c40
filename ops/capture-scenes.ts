import type { Client } from '@temporalio/client';
import type { Stack } from '../sandbox/stack';
import { createStarts } from '../temporal/starts';
import { CLOSURES_ID, CLOSURES_WORKFLOW } from '../workflows/closures.contract';
import { CONVERSATION_WORKFLOW } from '../workflows/conversation.contract';
import { LINE_WORKFLOW } from '../workflows/line.contract';
import { PAYER_WORKFLOW } from '../workflows/payer.contract';
import { openForPayment, PAYMENT_LINK_WORKFLOW, settle } from '../workflows/payment-link.contract';
import { moved, takenOver } from './capture-moves';
import { createCaptureStage } from './capture-stage';
import type { CaptureStage, Scene } from './capture-stage';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const MARIA = '+37369000004';
const VICTOR = '+37369000005';
const EMMA = '+37369000006';
const LOUISE = '+37369000007';
const JONAS = '+37369000008';
const STRANGER = '+37369999999';

/** Where links outlive their payments. */
const PIATA = '100000000000003';

const runsOf = (type: string, more = ''): string => `WorkflowType = "${type}"${more}`;

const SCENES = {
  paid,
  expiredThenPaid,
  merchantChosen,
  owed,
  stranger,
  reviewed,
  requested,
  requestLost,
  lasting,
  takenBack,
  moved,
  takenOver,
  closures,
};

/** Plays a scene for each way a payment and a chat can go. */
export async function playScenes(
  stack: Stack,
  client: Client,
  tell: (scene: string) => void,
): Promise<readonly Scene[]> {
  const stage = createCaptureStage(stack, client);
  for (const [name, play] of Object.entries(SCENES)) {
    tell(name);
    await play(stage);
  }
  stage.keep('line', LINE_WORKFLOW, 'line/md');
  return stage.scenes;
}

async function paid(stage: CaptureStage): Promise<void> {
  stage.write(ANA, 'pay 100 "Paid" #tag');
  await stage.hears(ANA, 1);
  const payment = await stage.made('Paid');
  stage.become(payment, 'SUCCESS');
  await stage.hears(ANA, 2);
  await stage.over(payment);
  stage.keepPayment('payment-paid', payment);
}

async function expiredThenPaid(stage: CaptureStage): Promise<void> {
  stage.write(EMMA, 'pay 50 "Late"');
  await stage.hears(EMMA, 1);
  const payment = await stage.made('Late');
  stage.become(payment, 'EXPIRED');
  await stage.hears(EMMA, 2);
  stage.become(payment, 'SUCCESS');
  await stage.hears(EMMA, 3);
  await stage.over(payment);
  stage.keepPayment('payment-expired-then-paid', payment);
}

async function merchantChosen(stage: CaptureStage): Promise<void> {
  stage.write(MARIA, 'pay 70 "Chosen"');
  stage.tap(MARIA, await stage.hears(MARIA, 1), 'Flori Ciocana');
  await stage.hears(MARIA, 2);
  const payment = await stage.made('Chosen');
  stage.become(payment, 'SUCCESS');
  await stage.hears(MARIA, 3);
  await stage.over(payment);
  stage.keepPayment('payment-merchant-chosen', payment);
}

/** Outside the window and without a template, the notice waits for the seller's next message. */
async function owed(stage: CaptureStage): Promise<void> {
  stage.write(IVAN, 'pay 30 "Owed"');
  await stage.hears(IVAN, 1);
  const payment = await stage.made('Owed');
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  stage.become(payment, 'SUCCESS');
  const conversation = await stage.newest(runsOf(CONVERSATION_WORKFLOW, ' AND NotificationState = "Owed"'));
  stage.write(IVAN, 'ok');
  await stage.over(payment);
  stage.keepPayment('payment-owed', payment);
  stage.keep('conversation-owing', CONVERSATION_WORKFLOW, conversation);
}

async function stranger(stage: CaptureStage): Promise<void> {
  stage.write(STRANGER, 'pay 20');
  await stage.hears(STRANGER, 1);
  const refused = await stage.newest(runsOf(PAYMENT_LINK_WORKFLOW, ' AND PaymentState = "Refused"'));
  await stage.client.workflow.getHandle(refused).result();
  stage.keep('payment-of-a-stranger', PAYMENT_LINK_WORKFLOW, refused);
  stage.keep('conversation-of-another', CONVERSATION_WORKFLOW, await stage.newest(runsOf(CONVERSATION_WORKFLOW)));
}

/** The bank booked another amount, and two people call it paid all the same. */
async function reviewed(stage: CaptureStage): Promise<void> {
  stage.write(LOUISE, 'pay 40 "Reviewed"');
  await stage.hears(LOUISE, 1);
  const payment = await stage.made('Reviewed');
  stage.books(payment, 3_900);
  stage.become(payment, 'SUCCESS');
  await stage.newest(runsOf(PAYMENT_LINK_WORKFLOW, ' AND StuckReason = "AmountMismatch"'));
  const word = { outcome: 'SUCCESS', reason: 'the till had a coupon' } as const;
  await stage.handleOf(payment).executeUpdate(settle, { args: [{ ...word, operator: 'ops-1' }] });
  await stage.handleOf(payment).executeUpdate(settle, { args: [{ ...word, operator: 'ops-2', confirm: true }] });
  await stage.over(payment);
  stage.keepPayment('payment-reviewed', payment);
}

async function requested(stage: CaptureStage): Promise<void> {
  stage.write(VICTOR, '/rtp 150 069512345 "Requested"');
  await sendRequest(stage, 1);
  const payment = await stage.made('Requested');
  await stage.hears(VICTOR, 2);
  stage.become(payment, 'SUCCESS');
  await stage.hears(VICTOR, 3);
  await stage.over(payment);
  stage.keepPayment('payment-requested', payment);
  stage.keep('payer', PAYER_WORKFLOW, await stage.newest(runsOf(PAYER_WORKFLOW)));
}

/** Nobody knows whether the request arrived, until people ask the bank. */
async function requestLost(stage: CaptureStage): Promise<void> {
  stage.losesNextRequest();
  stage.write(VICTOR, '/rtp 20 069511111 "Lost"');
  await sendRequest(stage, 4);
  const payment = await stage.made('Lost');
  await stage.newest(runsOf(PAYMENT_LINK_WORKFLOW, ' AND StuckReason = "RtpOutcomeUnknown"'));
  const word = { outcome: 'FAILED', reason: 'the bank knows of none', operator: 'ops-1' } as const;
  await stage.handleOf(payment).executeUpdate(settle, { args: [word] });
  // That nobody knows, and that it failed. Its run listens for a late word for long.
  await stage.hears(VICTOR, 6);
  stage.keepPayment('payment-request-lost', payment);
}

async function sendRequest(stage: CaptureStage, question: number): Promise<void> {
  const asked = await stage.hears(VICTOR, question);
  stage.tap(VICTOR, asked, asked.buttons[0]?.title ?? '');
}

/** A link's first payment runs out, its customer opens it again, and the second is paid. */
async function lasting(stage: CaptureStage): Promise<void> {
  stage.write(JONAS, 'pay 60 "Lasting"', PIATA);
  await stage.hears(JONAS, 1);
  const first = await stage.made('Lasting');
  stage.become(first, 'EXPIRED');
  await stage.handleOf(first).executeUpdate(openForPayment);
  stage.become(await stage.made('Lasting', 2), 'SUCCESS');
  await stage.hears(JONAS, 2);
  await stage.over(first);
  stage.keepPayment('payment-lasting-link', first);
}

/** The seller takes the link back, and it is paid all the same. */
async function takenBack(stage: CaptureStage): Promise<void> {
  stage.write(ANA, 'pay 15 "Taken back"');
  await stage.hears(ANA, 3);
  const payment = await stage.made('Taken back');
  stage.write(ANA, '/cancel');
  await stage.hears(ANA, 4);
  stage.become(payment, 'SUCCESS');
  await stage.hears(ANA, 5);
  await stage.over(payment);
  stage.keepPayment('payment-taken-back', payment);
}

async function closures({ client, keep }: CaptureStage): Promise<void> {
  const starts = createStarts(client, '');
  const word = { kind: 'bank', id: 'codru-bank', operator: 'ops-1', reason: 'maintenance' } as const;
  await starts.closure('close', word);
  await starts.closure('open', word);
  keep('closures', CLOSURES_WORKFLOW, CLOSURES_ID);
}
