import type { Client } from '@temporalio/client';
import type { Stack } from '../stack';
import type { StuckReason } from '../../domain/payment';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const VICTOR = '+37369000005';
const WITHIN_MS = 60_000;

/** Lets payments of several kinds get stuck, by the simulators' faults. @returns the workflow id of the one that is under review */
export async function makeTrouble(stack: Stack, client: Client): Promise<string> {
  const { meta, rails } = stack.world;
  const write = (from: string, text: string) => meta.phones.send({ type: 'text', from, text });
  const heard = (phone: string) => {
    const person = meta.people.find(phone);
    return person === undefined ? [] : meta.chats.of(person).filter(({ direction }) => direction === 'out');
  };
  const faults = (operation: string, fault: unknown) => {
    for (const rail of rails) rail.faults.replace([{ match: { operation }, always: true, do: fault }]);
  };
  const sells = async (phone: string, text: string) => {
    const before = heard(phone).length;
    write(phone, text);
    await until(() => (heard(phone).length > before ? true : undefined), `the link of ${phone}`);
  };
  const paid = (text: string) => {
    for (const rail of rails) {
      const payment = rail.payments.list().find(({ description }) => description === text);
      if (payment !== undefined) rail.payments.become(payment, 'SUCCESS');
    }
  };
  const shows = (reason: StuckReason) =>
    until(async () => {
      const query = `StuckReason = "${reason}" AND WorkflowType = "PaymentLinkWorkflow"`;
      for await (const { workflowId } of client.workflow.list({ query })) return workflowId;
      return undefined;
    }, reason);

  await sells(ANA, 'pay 250 "Tort" #comanda');
  faults('callback', { tamper: { amount: 249 }, resign: true });
  paid('Tort');
  const doubted = await shows('AmountMismatch');

  await sells(IVAN, 'pay 60 "Чай"');
  for (const rail of rails) rail.faults.clear();
  meta.faults.replace([{ match: { operation: 'sendMessage' }, always: true, do: { code: 131047 } }]);
  paid('Чай');
  await shows('WindowClosed');
  meta.faults.clear();

  faults('requestToPay', 'resetAfterEffect');
  await sells(VICTOR, '/rtp 20 069511111 "Abonament"');
  const question = heard(VICTOR).at(-1);
  if (question !== undefined) {
    meta.phones.send({ type: 'tap', from: VICTOR, replyTo: question.id, title: question.buttons[0]?.title ?? '' });
  }
  await shows('RtpOutcomeUnknown');

  faults('pay', { status: 503 });
  write(ANA, 'pay 35 "Cafea"');
  await shows('RailUnavailable');
  return doubted;
}

async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
