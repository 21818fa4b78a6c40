import { toDecimal } from '../../../domain/money';
import type { Money } from '../../../domain/money';
import type { Review } from '../../../domain/settlement';
import { status } from '../../../workflows/payment-link.contract';
import type { PaymentLinkResult, PaymentLinkStatus, SettledBy } from '../../../workflows/payment-link.contract';
import { attributes } from '../../../workflows/search-attributes';
import { belongingsOf } from '../belongings';
import { optional } from '../command';
import type { Command, Desk } from '../command';
import { findPayment, rowOf, uiUrl } from '../finding';
import { personOf } from '../person';
import { list, quoted } from '../visibility';

export const find: Command = {
  usage: '--phone +373… | --seller ID',
  help: `Finds a seller's payments and chats, which are what forget would erase: cap-svc is asked for the phone's SellerId, and chats are looked
for under the phone's pseudonyms on every line. Where cap-svc does not know the phone, or does not any more, all that is kept is read for
it, which takes minutes for 10,000 payments; stderr says how far it is. The phone is not printed.`,
  options: { phone: { type: 'string' }, seller: { type: 'string' } },
  async run(desk, _, options) {
    const person = await personOf(desk, options);
    desk.say(`SellerId: ${person.sellerId ?? 'unknown to cap-svc'}`);
    const { payments, chats, sellerIds, looked } = await belongingsOf(desk, person);
    for (const one of payments) desk.say(rowOf(desk, one));
    for (const id of chats) desk.say(`chat  ${uiUrl(desk, id)}`);
    for (const id of sellerIds.filter((one) => person.isToBeLookedFor && one !== person.sellerId)) {
      desk.say(`Some of this is of the SellerId ${id}: npm run ops -- find --seller ${id} shows all that is.`);
    }
    if (payments.length + chats.length === 0) desk.say(`Nothing of it is kept. ${looked}`);
    return 0;
  },
};

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
  Pick<PaymentLinkStatus, 'review' | 'also'>;

function describe({ say }: Desk, now: Shown): void {
  for (const { paymentId, origin, expiresAt, amount } of now.issued) {
    say(`issued: ${paymentId} at ${origin}, ${shown(amount)}, payable until ${expiresAt}`);
  }
  if (now.notice !== undefined) say(`notice: ${now.notice.outcome} of ${now.notice.at}, ${now.notification}`);
  if (now.stuck !== undefined) say(`stuck: ${now.stuck.reason} since ${now.stuck.since}`);
  for (const { reason, since } of now.besides ?? []) say(`also: ${reason} since ${since}`);
  const { review, also = [] } = now.settlement ?? now;
  if (review !== undefined) say(`doubted ${evidenceOf(review)}`);
  for (const one of also) say(`after that ${evidenceOf(one)}`);
  if (now.proposal !== undefined) say(`proposed: ${words(now.proposal)}; another person has to confirm it`);
  if (now.settledBy?.proposed !== undefined) say(`proposed: ${words(now.settledBy.proposed)}`);
  if (now.settledBy !== undefined) say(`settled: ${words(now.settledBy)}`);
}

function evidenceOf({ doubt, evidence }: Review): string {
  const { paymentId, orderId, status, amount, swiftMessageId, swiftPayerBank } = evidence;
  const swift = swiftMessageId === undefined ? '' : `, SWIFT ${swiftMessageId} of ${swiftPayerBank ?? '?'}`;
  return `(${doubt}): the rail says ${status} of ${shown(amount)} for ${paymentId}, order ${orderId}${swift}`;
}

const shown = (amount: Money): string => `${toDecimal(amount)} ${amount.currency}`;
const words = ({ outcome, operator, reason, at }: SettledBy): string =>
  `${outcome} by ${operator}${at === undefined ? '' : ` at ${at}`}: ${reason}`;
