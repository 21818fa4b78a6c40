import type { ChatMessage } from '../../../sandbox/meta/chats';
import type { SimPayment } from '../../../sandbox/rail/payment';
import type { World } from '../../../sandbox/world';
import { addressIn, tokenIn } from './people';
import type { PlannedCommand } from './plan';

export type Told = 'paid' | 'paidAfterAll' | 'failed' | 'declined' | 'expired' | 'unconfirmed' | 'rtpUnknown' | 'other';

/** The English headlines of notices, as a seller reads them. */
const HEADLINES: readonly (readonly [RegExp, Told])[] = [
  [/✅ Paid after all: /, 'paidAfterAll'],
  [/✅ Paid /, 'paid'],
  [/❌ Payment failed: /, 'failed'],
  [/❌ Payment declined: /, 'declined'],
  [/⌛ Not paid, /, 'expired'],
  [/⏳ Payment not confirmed: /, 'unconfirmed'],
  [/⚠️ Payment request not confirmed: /, 'rtpUnknown'],
  [/⚠️ /, 'other'],
];

/** One thing said to a seller about a command: a line of a message that reached the phone. */
export interface Saying {
  readonly told: Told;
  /** Of the send; the same key twice is the same send twice. */
  readonly key: string;
}

/** All that the simulators saw of one command. */
export interface Account {
  readonly command: PlannedCommand;
  /** Meta's webhook with it was answered with 200. */
  readonly accepted: boolean;
  /** Of the rail: what the seller was given or the payer was asked, and what nobody has the address of. */
  readonly payments: readonly SimPayment[];
  readonly orphans: readonly SimPayment[];
  /** Messages that gave the seller a checkout page, by send key and address. */
  readonly links: readonly { readonly key: string; readonly address: string }[];
  readonly notices: readonly Saying[];
  /** Workflow ids that spoke or asked for it. */
  readonly linkIds: readonly string[];
}

/** Adds up what Meta, cap-svc and the rails saw. Nothing of it is the product's own word. */
export function account(
  world: World,
  commands: readonly PlannedCommand[],
  acceptedTokens: ReadonlySet<string>,
): readonly Account[] {
  const payments = groupBy(
    world.rails.flatMap((rail) => rail.payments.list()),
    ({ description }) => description,
  );
  const messages = world.meta.chats.all().filter(({ direction }) => direction === 'out');
  const links = groupBy(
    messages.filter(({ body }) => addressIn(body) !== undefined),
    ({ body }) => tokenIn(body),
  );
  const notices = groupBy(messages.filter(reached).flatMap(sayings), ({ token }) => token);
  return commands.map((command) => {
    const { token } = command;
    const given = (links.get(token) ?? []).map((message) => ({
      key: message.key ?? '',
      address: addressIn(message.body) ?? '',
    }));
    const made = payments.get(token) ?? [];
    const meant = ({ kind, checkoutPage }: SimPayment) =>
      kind === 'rtp' || given.some(({ address }) => address === checkoutPage);
    return {
      command,
      accepted: acceptedTokens.has(token),
      payments: made.filter(meant),
      orphans: made.filter((payment) => !meant(payment)),
      links: given,
      notices: (notices.get(token) ?? []).map(({ told, key }) => ({ told, key })),
      linkIds: [...new Set(made.map(({ orderId }) => orderId))],
    };
  });
}

/** Meta took it, and did not say later that it could not be delivered. */
const reached = ({ statuses }: ChatMessage): boolean => !statuses.some(({ status }) => status === 'failed');

function sayings({ body, key = '' }: ChatMessage): readonly (Saying & { readonly token: string | undefined })[] {
  return body.split('\n').flatMap((line) => {
    const token = tokenIn(line);
    const found = HEADLINES.find(([headline]) => headline.test(line));
    return token === undefined || found === undefined ? [] : [{ token, told: found[1], key }];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
