import type { Client } from '@temporalio/client';
import type { ChatMessage } from '../sandbox/meta/chats';
import type { SimPayment } from '../sandbox/rail/payment';
import type { Stack } from '../sandbox/stack';
import { createStarts } from '../temporal/starts';
import { CLOSURES_ID, CLOSURES_WORKFLOW } from '../workflows/closures.contract';
import { CONVERSATION_WORKFLOW } from '../workflows/conversation.contract';
import { PAYMENT_LINK_WORKFLOW, paymentLinkWorkflowId } from '../workflows/payment-link.contract';

export interface Scene {
  readonly name: string;
  readonly workflowId: string;
  readonly workflowType: string;
}

const ANA = '+37369000001';
const IVAN = '+37369000002';
const MARIA = '+37369000004';
const EMMA = '+37369000006';
const STRANGER = '+37369999999';

/** Plays a scene for each way a payment and a chat can go. */
export async function playScenes(stack: Stack, client: Client): Promise<readonly Scene[]> {
  const { meta, rails } = stack.world;
  const heard = (phone: string): readonly ChatMessage[] => {
    const person = meta.people.find(phone);
    return person === undefined ? [] : meta.chats.of(person).filter(({ direction }) => direction === 'out');
  };
  const write = (from: string, text: string) => meta.phones.send({ type: 'text', from, text });
  const hears = (phone: string, count: number) =>
    until(`message ${String(count)} to ${phone}`, () => heard(phone)[count - 1]);
  const made = (description: string) =>
    until(`the payment of ${description}`, () =>
      rails.flatMap((rail) => rail.payments.list()).find((payment) => payment.description === description),
    );
  const become = (payment: SimPayment, status: 'SUCCESS' | 'EXPIRED' | 'DECLINED') => {
    for (const rail of rails) {
      const found = rail.payments.find(payment.paymentId);
      if (found !== undefined) rail.payments.become(found, status);
    }
  };
  const over = (payment: SimPayment) => client.workflow.getHandle(paymentLinkWorkflowId(payment.orderId)).result();
  const newest = async (type: string, known: readonly Scene[]): Promise<string> =>
    until(`a new ${type}`, async () => {
      for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = "${type}"` })) {
        if (!known.some((scene) => scene.workflowId === workflowId)) return workflowId;
      }
      return undefined;
    });
  const scenes: Scene[] = [];
  const payment = (name: string, of: SimPayment) =>
    scenes.push({ name, workflowId: paymentLinkWorkflowId(of.orderId), workflowType: PAYMENT_LINK_WORKFLOW });

  write(ANA, 'pay 100 "Paid" #tag');
  await hears(ANA, 1);
  const paid = await made('Paid');
  become(paid, 'SUCCESS');
  await hears(ANA, 2);
  await over(paid);
  payment('payment-paid', paid);

  write(EMMA, 'pay 50 "Late"');
  await hears(EMMA, 1);
  const late = await made('Late');
  become(late, 'EXPIRED');
  await hears(EMMA, 2);
  become(late, 'SUCCESS');
  await hears(EMMA, 3);
  await over(late);
  payment('payment-expired-then-paid', late);

  const list = (write(MARIA, 'pay 70 "Chosen"'), await hears(MARIA, 1));
  meta.phones.send({ type: 'tap', from: MARIA, replyTo: list.id, title: 'Flori Ciocana' });
  await hears(MARIA, 2);
  const chosen = await made('Chosen');
  become(chosen, 'SUCCESS');
  await hears(MARIA, 3);
  await over(chosen);
  payment('payment-merchant-chosen', chosen);

  // Outside the window and without a template, the notice waits for the seller's next message.
  write(IVAN, 'pay 30 "Owed"');
  await hears(IVAN, 1);
  const owed = await made('Owed');
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  become(owed, 'SUCCESS');
  const owing = `WorkflowType = "${CONVERSATION_WORKFLOW}" AND NotificationState = "Owed"`;
  const conversation = await until('a conversation that owes', async () => {
    for await (const { workflowId } of client.workflow.list({ query: owing })) return workflowId;
    return undefined;
  });
  write(IVAN, 'ok');
  await over(owed);
  payment('payment-owed', owed);
  scenes.push({ name: 'conversation-owing', workflowId: conversation, workflowType: CONVERSATION_WORKFLOW });

  write(STRANGER, 'pay 20');
  await hears(STRANGER, 1);
  const refused = await newest(PAYMENT_LINK_WORKFLOW, scenes);
  await client.workflow.getHandle(refused).result();
  scenes.push({ name: 'payment-of-a-stranger', workflowId: refused, workflowType: PAYMENT_LINK_WORKFLOW });
  const strange = await newest(CONVERSATION_WORKFLOW, scenes);
  scenes.push({ name: 'conversation-of-another', workflowId: strange, workflowType: CONVERSATION_WORKFLOW });
  const starts = createStarts(client, '');
  const word = { kind: 'bank', id: 'codru-bank', operator: 'ops-1', reason: 'maintenance' } as const;
  await starts.closure('close', word);
  await starts.closure('open', word);
  scenes.push({ name: 'closures', workflowId: CLOSURES_ID, workflowType: CLOSURES_WORKFLOW });
  return scenes;
}

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
