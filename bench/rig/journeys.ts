import { setTimeout as sleep } from 'node:timers/promises';
import type { SimPayment } from '../../sandbox/rail/payment';
import type { RailSim } from '../../sandbox/rail/rail-sim';
import type { World } from '../../sandbox/world';
import { readSendKey } from '../../domain/send-key';
import { CUSTOMER_MS } from '../measure/load';

/** One payment as its seller and its customer live it. */
export interface Journey {
  readonly linkId: string;
  /** From the seller's message on its way to the link in the chat. */
  readonly linkMs: number;
  /** The customer pays. @returns ms from the rail's callback on its way to the notice in the chat */
  pay(): Promise<number>;
}

interface Waiting {
  resolve(at: number): void;
}

const GIVEN_UP_MS = 180_000;

/**
 * Follows payments through the simulated world: which link belongs to which command, and when each message comes. The chat is
 * watched where messages arrive, not polled.
 */
export function createJourneys(world: World) {
  const waiting = new Map<string, Waiting>();
  const byCommand = new Map<string, { readonly payment: SimPayment; readonly rail: RailSim }>();
  let count = 0;
  watchRails(world, (payment, rail) => byCommand.set(payment.description, { payment, rail }));
  watchChats(world, (name) => waiting.get(name)?.resolve(performance.now()));

  const arrival = (name: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`${name} did not come`)), GIVEN_UP_MS);
      waiting.set(name, {
        resolve: (at) => {
          clearTimeout(impatience);
          waiting.delete(name);
          resolve(at);
        },
      });
    });

  return {
    /** The seller writes a command; resolves when the link is in the chat. */
    async order(phone: string): Promise<Journey> {
      const description = `Nr ${String((count += 1))}`;
      const came = arrival(description);
      const wroteAt = performance.now();
      world.meta.phones.send({ type: 'text', from: phone, text: `pay 100 "${description}" #bench` });
      const linkMs = (await came) - wroteAt;
      const made = byCommand.get(description);
      if (made === undefined) throw new Error(`A link for ${description} came, and the rail knows of none`);
      byCommand.delete(description);
      const { payment, rail } = made;
      return {
        linkId: payment.orderId,
        linkMs,
        pay: async () => {
          await sleep(CUSTOMER_MS);
          const told = arrival(payment.orderId);
          const paidAt = performance.now();
          rail.payments.become(payment, 'SUCCESS');
          return (await told) - paidAt;
        },
      };
    },
    get underWay() {
      return waiting.size;
    },
  };
}

export type Journeys = ReturnType<typeof createJourneys>;

/** Payments live for as long as a run needs them: what happens when they expire is not what is measured. */
function watchRails({ rails }: World, made: (payment: SimPayment, rail: RailSim) => void): void {
  for (const rail of rails) {
    const create = rail.payments.create.bind(rail.payments);
    rail.payments.create = (order, _lifetime, checkoutPage) => {
      const payment = create(order, LIFETIME_SECONDS, checkoutPage);
      made(payment, rail);
      return payment;
    };
  }
}

const LIFETIME_SECONDS = 86_400;

/** A link names the command by its description; a notice names the payment by its key. */
function watchChats({ meta }: World, came: (name: string) => void): void {
  const add = meta.chats.add.bind(meta.chats);
  meta.chats.add = (person, message) => {
    add(person, message);
    if (message.direction !== 'out') return;
    const key = readSendKey(message.key ?? '');
    if (key?.activityId === 'link') came(/Nr \d+/.exec(message.body)?.[0] ?? '');
    else if (key?.owner.of === 'payment') came(key.owner.linkId);
  };
}
