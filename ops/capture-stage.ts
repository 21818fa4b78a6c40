import type { Client } from '@temporalio/client';
import type { ChatMessage } from '../sandbox/meta/chats';
import type { SimPayment } from '../sandbox/rail/payment';
import type { RailSim } from '../sandbox/rail/rail-sim';
import type { Stack } from '../sandbox/stack';
import { PAYMENT_LINK_WORKFLOW, paymentLinkWorkflowId } from '../workflows/payment-link.contract';

export interface Scene {
  readonly name: string;
  readonly workflowId: string;
  readonly workflowType: string;
}

const PATIENCE_MS = 30_000;

/** What scenes are played with: phones, the bank, and the runs that come of it. Every wait is for a fact. */
export function createCaptureStage({ world: { meta, rails, capSvc } }: Stack, client: Client) {
  const scenes: Scene[] = [];
  const heard = (phone: string): readonly ChatMessage[] => {
    const person = meta.people.find(phone);
    return person === undefined ? [] : meta.chats.of(person).filter(({ direction }) => direction === 'out');
  };
  const railOf = ({ paymentId }: SimPayment): RailSim | undefined =>
    rails.find((rail) => rail.payments.find(paymentId) !== undefined);
  const handleOf = ({ orderId }: SimPayment) => client.workflow.getHandle(paymentLinkWorkflowId(orderId));
  const found = async (query: string): Promise<string | undefined> => {
    for await (const { workflowId } of client.workflow.list({ query })) {
      if (!scenes.some((scene) => scene.workflowId === workflowId)) return workflowId;
    }
    return undefined;
  };

  return {
    client,
    scenes,
    write: (from: string, text: string, phoneNumberId?: string): void =>
      void meta.phones.send({ type: 'text', from, text, ...(phoneNumberId === undefined ? {} : { phoneNumberId }) }),
    tap: (from: string, { id }: ChatMessage, title: string): void =>
      void meta.phones.send({ type: 'tap', from, replyTo: id, title }),
    hears: (phone: string, count: number): Promise<ChatMessage> =>
      until(`message ${String(count)} to ${phone}`, () => heard(phone)[count - 1]),
    /** The newest payment of that description, once there are so many. */
    made: (description: string, count = 1): Promise<SimPayment> =>
      until(`payment ${String(count)} of ${description}`, () => {
        const all = rails.flatMap((rail) => rail.payments.list()).filter((one) => one.description === description);
        return all[count - 1];
      }),
    become: (payment: SimPayment, status: 'SUCCESS' | 'EXPIRED' | 'DECLINED'): void =>
      railOf(payment)?.payments.become(payment, status),
    /** The bank knows another amount than the seller named, in minor units. */
    books: (payment: SimPayment, amountMinor: number): void => void Object.assign(payment, { amountMinor }),
    /** The next request to a payer arrives, and its answer is lost. */
    losesNextRequest: (): void => {
      for (const { faults } of rails)
        faults.replace([{ match: { operation: 'requestToPay' }, do: 'resetAfterEffect' }]);
    },
    moves: (from: string, newPhone: string): void => void meta.phones.send({ type: 'moved', from, newPhone }),
    /** WhatsApp shows who writes by an id too. */
    showsIds: (userIds: boolean): void => meta.configure({ userIds }),
    /** The bank has this seller down by that phone. */
    register: (phone: string, posUserId: string): void => {
      const [seeded] = capSvc.directory.sellers();
      if (seeded === undefined) throw new Error('Sellers are seeded');
      const { phone: _, ...seller } = seeded;
      capSvc.directory.putSeller(phone, { ...seller, posUserId });
    },
    unregister: (phone: string): boolean => capSvc.directory.removeSeller(phone),
    sees: <T>(what: string, look: (from: Client) => Promise<T | undefined>): Promise<T> =>
      until(what, () => look(client)),
    handleOf,
    over: (payment: SimPayment): Promise<unknown> =>
      client.withDeadline(Date.now() + PATIENCE_MS, () => handleOf(payment).result()),
    /** The run that is so and is in no scene yet. */
    newest: (query: string): Promise<string> => until(`a run: ${query}`, () => found(query)),
    keep: (name: string, workflowType: string, workflowId: string): void =>
      void scenes.push({ name, workflowType, workflowId }),
    keepPayment: (name: string, { orderId }: SimPayment): void =>
      void scenes.push({ name, workflowType: PAYMENT_LINK_WORKFLOW, workflowId: paymentLinkWorkflowId(orderId) }),
  };
}

export type CaptureStage = ReturnType<typeof createCaptureStage>;

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
