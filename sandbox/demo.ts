import { createAddressing } from '../addressing/addressing';
import { paymentLinkWorkflowId } from '../workflows/payment-link.contract';
import type { ChatMessage } from './meta/chats';
import type { SimPayment } from './rail/payment';
import type { Stack } from './stack';

const ANA = '+37369000001';
const EMMA = '+37369000006';
const STRANGER = '+37369999999';
const PATIENCE_MS = 30_000;

/** Plays three conversations by itself and prints what each phone shows, with the payment's page in the Temporal UI. */
export async function playDemo(stack: Stack, say: (text: string) => void): Promise<void> {
  const stage = createStage(stack);

  say('\n— Paid: Ana sells a coffee and a croissant.');
  const paid = await stage.command(ANA, 'pay 100 "Cafea + croissant" #cafea', 1);
  await fetch(`${(await stage.payment(paid)).checkoutPage ?? ''}/pay`, { method: 'POST' });
  await stage.heard(ANA, 2);
  say(stage.show(ANA, paid));

  say('\n— Expired: Emma sends a link that nobody pays.');
  const expired = await stage.command(EMMA, '50 "Old atlas"', 1);
  stage.expire(await stage.payment(expired));
  await stage.heard(EMMA, 2);
  say(stage.show(EMMA, expired));

  say('\n— Refused: a phone that no bank has registered.');
  const refused = await stage.command(STRANGER, 'pay 20', 1);
  say(stage.show(STRANGER, refused));
}

function createStage({ world, env, uiUrl }: Stack) {
  const { meta, rails } = world;
  const [id = '', key = ''] = (env['ADDRESS_KEY'] ?? '').split(':');
  const addressing = createAddressing([{ id, key: Buffer.from(key, 'base64') }]);
  const chat = (phone: string): readonly ChatMessage[] => {
    const person = meta.people.find(phone);
    return person === undefined ? [] : meta.chats.of(person);
  };
  const said = (phone: string) => chat(phone).filter((one) => one.direction === 'out');
  const heard = (phone: string, count: number) =>
    eventually(`an answer to ${phone}`, () => (said(phone).length >= count ? said(phone) : undefined));

  return {
    heard,

    /** Sends a command and waits for the answers. @returns the linkId that the message stands for */
    async command(phone: string, text: string, answers: number): Promise<string> {
      const { messageId } = meta.phones.send({ type: 'text', from: phone, text });
      await heard(phone, answers);
      const content = { kind: 'text', text } as const;
      return addressing.linkIds({ lineId: 'md', sender: { phone: phone.slice(1) }, messageId, content })[0];
    },

    payment: (linkId: string): Promise<SimPayment> =>
      eventually('the payment', () =>
        rails.flatMap((rail) => rail.payments.list()).find((payment) => payment.orderId === linkId),
      ),

    /** The customer's time is over: the rail says so. */
    expire(payment: SimPayment): void {
      for (const rail of rails) {
        const found = rail.payments.find(payment.paymentId);
        if (found !== undefined) rail.payments.become(found, 'EXPIRED');
      }
    },

    show(phone: string, linkId: string): string {
      const bubbles = chat(phone).map(
        ({ direction, body, buttons }) =>
          `${indent(body, direction === 'in' ? '  seller ▸ ' : '     bot ◂ ')}${buttons.map(({ title }) => `\n          [${title}]`).join('')}`,
      );
      const page = `${uiUrl}/namespaces/default/workflows/${encodeURIComponent(paymentLinkWorkflowId(linkId))}`;
      return [...bubbles, `  workflow ${page}`].join('\n');
    },
  };
}

const indent = (body: string, first: string): string => first + body.replaceAll('\n', `\n${' '.repeat(first.length)}`);

async function eventually<T>(what: string, look: () => T | undefined): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    if (Date.now() > until) throw new Error(`The demo waited in vain for ${what}; the logs say more.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
