import type { Line } from '../../../domain/line';
import { readSendKey } from '../../../domain/send-key';
import type { ChatMessage } from '../../meta/chats';
import type { ChatView, LinkView, MessageView, Tick } from '../wire';
import { merchantName, railPayments, shownAmount } from './desk';
import type { Desk } from './desk';
import { linkPageOf } from './link-page';

/** A phone shows the newest; the rest stays with the simulator. */
const SHOWN = 200;
/** WhatsApp takes the indicator away by itself. */
const TYPING_MS = 25_000;

/** The chat of a phone with a line, as the phone shows it; undefined: neither has written yet. */
export function chatView(desk: Desk, phone: string, line: Line): ChatView | undefined {
  const { meta } = desk.stack.world;
  const person = meta.people.find(phone);
  if (person === undefined) return undefined;
  const messages = meta.chats
    .of(person, line.address)
    .filter(({ at }) => Date.parse(at) >= desk.cleared.meta)
    .slice(-SHOWN);
  const endsAt = meta.limits.windowEndsAt(line.address, person);
  const links = linksOf(desk);
  const locale = desk.locales.get(`${phone} ${line.id}`);
  return {
    phone,
    line: line.id,
    messages: messages.map((message) => messageView(message, messages, links)),
    typing: isTyping(messages, meta.clock.now()),
    jumps: desk.jumps.get(`${phone} ${line.id}`) ?? [],
    ...(locale === undefined ? {} : { locale }),
    ...(endsAt === undefined
      ? {}
      : { window: { open: meta.clock.now() < endsAt, endsAt: new Date(endsAt).toISOString() } }),
  };
}

function messageView(
  message: ChatMessage,
  all: readonly ChatMessage[],
  links: ReadonlyMap<string, LinkView>,
): MessageView {
  const { id, direction, kind, body, header, footer, open, buttons, rows, template, at } = message;
  const quoted = all.find((one) => one.id === message.quotedId);
  const failed = message.statuses.find(({ status }) => status === 'failed');
  const url = /https?:\/\/\S+/.exec(body)?.[0];
  const link = url === undefined ? undefined : links.get(url);
  const tick = tickOf(message);
  const workflowId = message.key === undefined ? undefined : readSendKey(message.key)?.workflowId;
  return {
    id,
    own: direction === 'in',
    kind,
    body,
    buttons,
    rows,
    at,
    ...(header === undefined ? {} : { header }),
    ...(footer === undefined ? {} : { footer }),
    ...(open === undefined ? {} : { open }),
    ...(template === undefined ? {} : { template: `${template.name} · ${template.language}` }),
    ...(quoted === undefined ? {} : { quoted: { own: quoted.direction === 'in', body: quoted.body } }),
    ...(tick === undefined ? {} : { tick }),
    ...(failed?.code === undefined ? {} : { code: failed.code }),
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(link === undefined ? {} : { link }),
  };
}

/** The business's messages tell their own story; a person's are sent, and read once the business says so. */
export function tickOf({ direction, statuses, readBy }: ChatMessage): Tick | undefined {
  if (direction === 'in') return readBy === undefined ? 'delivered' : 'read';
  return statuses.at(-1)?.status;
}

function isTyping(messages: readonly ChatMessage[], now: number): boolean {
  const last = messages.at(-1);
  return last?.typing === true && now < Date.parse(last.readBy ?? last.at) + TYPING_MS;
}

const linksOf = (desk: Desk): ReadonlyMap<string, LinkView> =>
  new Map(
    railPayments(desk).flatMap(({ payment }) => {
      const { checkoutPage, successUrl, paymentId, merchantId } = payment;
      const about = { paymentId, merchant: merchantName(desk, merchantId), amount: shownAmount(payment) };
      // A link of our own stands for its newest payment.
      return [checkoutPage, linkPageOf(successUrl)].flatMap((url) =>
        url === undefined ? [] : [[url, { url, ...about }] as const],
      );
    }),
  );
