import { WorkflowNotFoundError } from '@temporalio/client';
import { CapFailure } from '../../../cap-svc/cap-svc';
import { createCapService } from '../../../cap-svc/client';
import { CONVERSATION_WORKFLOW, conversationWorkflowId } from '../../../workflows/conversation.contract';
import { toDecimal } from '../../../domain/money';
import type { Money } from '../../../domain/money';
import { status } from '../../../workflows/payment-link.contract';
import type { PaymentLinkResult, PaymentLinkStatus, SettledBy } from '../../../workflows/payment-link.contract';
import { unless } from '../../../temporal/unless';
import { attributes } from '../../../workflows/search-attributes';
import { CommandError, optional } from '../command';
import type { Command, Desk, Options } from '../command';
import { findPayment, rowOf, uiUrl } from '../finding';
import { list, listOf, quoted } from '../visibility';

const E164 = /^\+[1-9]\d{6,14}$/;

export const find: Command = {
  usage: '--phone +373… | --seller ID',
  help: `Finds a seller's payments and chats: the phone is asked at cap-svc for the SellerId, and is looked for under its
pseudonyms on every line. The phone is not printed.`,
  options: { phone: { type: 'string' }, seller: { type: 'string' } },
  async run(desk, _, options) {
    const phone = phoneOf(options);
    const sellerId = optional(options, 'seller') ?? (phone === undefined ? undefined : await sellerOf(desk, phone));
    if (phone === undefined && sellerId === undefined) throw new CommandError('Say --phone or --seller.');
    desk.say(`SellerId: ${sellerId ?? 'unknown to cap-svc'}`);
    const chats = new Set(phone === undefined ? [] : await chatsOf(desk, phone));
    if (sellerId !== undefined) {
      const theirs = `${attributes.sellerId.name} = ${quoted(sellerId)}`;
      for (const one of await list(desk, `WorkflowType = ${quoted(CONVERSATION_WORKFLOW)} AND ${theirs}`)) {
        chats.add(one.workflowId);
      }
      for (const one of await listOf(desk, theirs)) desk.say(rowOf(desk, one));
    }
    for (const id of chats) desk.say(`chat  ${uiUrl(desk, id)}`);
    if (sellerId === undefined && chats.size === 0) desk.say('Nothing is kept of this phone.');
    return 0;
  },
};

/** @throws CommandError unless it is E.164, spaces and brackets aside */
export function phoneOf(options: Options): string | undefined {
  const phone = optional(options, 'phone')?.replace(/[\s()-]/g, '');
  if (phone === undefined || E164.test(phone)) return phone;
  throw new CommandError('--phone is +, country code and number.');
}

/** @returns undefined for a phone that no bank registered */
export async function sellerOf({ env, lines }: Desk, phone: string): Promise<string | undefined> {
  const cap = createCapService({ baseUrl: env.capSvc.url, token: env.capSvc.token });
  try {
    return (await cap.resolveSeller(phone, lines[0]?.channel ?? 'whatsapp', 'ops.find')).posUserId;
  } catch (error) {
    if (error instanceof CapFailure && error.kind === 'SellerUnknown') return undefined;
    throw error;
  }
}

/** Ids of the chats of a phone that are still kept. */
export async function chatsOf({ client, lines, addressing }: Desk, phone: string): Promise<string[]> {
  const ids = lines.flatMap(({ id }) =>
    addressing.pseudonyms(id, { phone: phone.slice(1) }).map((name) => conversationWorkflowId(id, name)),
  );
  const kept = await Promise.all(
    ids.map((id) =>
      client.workflow
        .getHandle(id)
        .describe()
        .then(() => true, unless(WorkflowNotFoundError, false)),
    ),
  );
  return ids.filter((_, at) => kept[at]);
}

export const stuck: Command = {
  usage: '[--reason StuckReason]',
  help: `Lists what is stuck, the oldest first: payments, chats that owe, lines that are suspended. docs/runbook.md says what each
reason means and what to do.`,
  options: { reason: { type: 'string' } },
  async run(desk, _, options) {
    const reason = optional(options, 'reason');
    const which = reason === undefined ? 'IS NOT NULL' : `= ${quoted(reason)}`;
    const found = await list(desk, `${attributes.stuckReason.name} ${which} AND ExecutionStatus = "Running"`);
    const at = (one: (typeof found)[number]) => one.typedSearchAttributes.get(attributes.stuckSince)?.getTime() ?? 0;
    for (const one of [...found].sort((a, b) => at(a) - at(b))) desk.say(rowOf(desk, one));
    desk.say(`${found.length} stuck`);
    return 0;
  },
};

export const show: Command = {
  usage: '<payment>',
  help: `Shows one payment. <payment> is its linkId, paymentId, orderId, or the six characters that its notices end with. A paymentId that a
later payment of its lasting link followed takes longer: the links that may have made it are read, and stderr says how far it is.`,
  words: [1, 1],
  async run(desk, [given = '']) {
    const workflowId = await findPayment(desk, given);
    const handle = desk.client.workflow.getHandle<() => Promise<PaymentLinkResult>>(workflowId);
    const found = await handle.describe();
    desk.say(rowOf(desk, found));
    if (found.status.name === 'RUNNING') describe(desk, await handle.query(status));
    else if (found.status.name === 'COMPLETED') describe(desk, await handle.result());
    for (const { activityType, attempt, lastFailure } of found.raw.pendingActivities ?? []) {
      desk.say(
        `pending: ${activityType?.name ?? ''}, attempt ${attempt ?? 0}, last: ${lastFailure?.applicationFailureInfo?.type ?? 'nothing'}`,
      );
    }
    return 0;
  },
};

type Shown = Pick<PaymentLinkStatus, 'issued' | 'notice' | 'notification' | 'stuck' | 'besides' | 'proposal'> &
  Pick<PaymentLinkResult, 'settledBy' | 'settlement'> &
  Pick<PaymentLinkStatus, 'review'>;

function describe({ say }: Desk, now: Shown): void {
  for (const { paymentId, origin, expiresAt, amount } of now.issued) {
    say(`issued: ${paymentId} at ${origin}, ${shown(amount)}, payable until ${expiresAt}`);
  }
  if (now.notice !== undefined) say(`notice: ${now.notice.outcome} of ${now.notice.at}, ${now.notification}`);
  if (now.stuck !== undefined) say(`stuck: ${now.stuck.reason} since ${now.stuck.since}`);
  for (const { reason, since } of now.besides ?? []) say(`also: ${reason} since ${since}`);
  const review = now.review ?? now.settlement?.review;
  if (review !== undefined) {
    const { paymentId, orderId, status, amount, swiftMessageId, swiftPayerBank } = review.evidence;
    const swift = swiftMessageId === undefined ? '' : `, SWIFT ${swiftMessageId} of ${swiftPayerBank ?? '?'}`;
    say(
      `doubted (${review.doubt}): the rail says ${status} of ${shown(amount)} for ${paymentId}, order ${orderId}${swift}`,
    );
  }
  if (now.proposal !== undefined) say(`proposed: ${words(now.proposal)}; another person has to confirm it`);
  if (now.settledBy?.proposed !== undefined) say(`proposed: ${words(now.settledBy.proposed)}`);
  if (now.settledBy !== undefined) say(`settled: ${words(now.settledBy)}`);
}

const shown = (amount: Money): string => `${toDecimal(amount)} ${amount.currency}`;
const words = ({ outcome, operator, reason, at }: SettledBy): string =>
  `${outcome} by ${operator}${at === undefined ? '' : ` at ${at}`}: ${reason}`;
