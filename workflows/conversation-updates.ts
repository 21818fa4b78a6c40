import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { lackingIn } from '../domain/decided';
import type { Decided } from '../domain/decided';
import { LOCALES } from '../domain/locale';
import type { Locale } from '../domain/locale';
import { isAnothers } from '../domain/whose';
import type { Debt } from '../domain/outcome';
import type { Conversation } from './conversation-entity';
import * as contract from './conversation.contract';
import { undeliverable } from './payment-link.contract';
import { toPayment } from './to-payment';

type OfNotice = Decided & { readonly linkId: string };

/** What operators may ask of a chat. Nothing here decides about money. */
export function listenToOperators(conversation: Conversation): void {
  setHandler(contract.resendNotice, ({ linkId }) => resendNotice(conversation, linkId), {
    validator: (word: Partial<OfNotice>) =>
      refuse(lackingIn(word) ?? unowed(conversation, word.linkId) ?? untold(conversation, word.linkId)),
  });
  setHandler(contract.dropNotice, ({ linkId }) => dropNotice(conversation, linkId), {
    validator: (word: Partial<OfNotice>) => refuse(lackingIn(word) ?? unowed(conversation, word.linkId)),
  });
  setHandler(contract.switchLocale, ({ locale }) => switchLocale(conversation, locale), {
    validator: ({ locale, ...word }: Partial<Decided> & { readonly locale?: unknown }) =>
      refuse(LOCALES.some((one) => one === locale) ? lackingIn(word) : `The locale is one of ${LOCALES.join(', ')}.`),
  });
  setHandler(contract.forget, () => forget(conversation), {
    validator: (word: Partial<Decided>) => refuse(lackingIn(word) ?? unforgettable(conversation)),
  });
}

/** Looks at the debt again at once, as if it had just come. */
function resendNotice(conversation: Conversation, linkId: string): number {
  const { state } = conversation;
  const afresh = ({ failed: _, notBefore: __, ...debt }: Debt): Debt => ({ ...debt, why: 'Transient' });
  state.debts = state.debts.map((debt) => (debt.notice.linkId === linkId ? afresh(debt) : debt));
  conversation.debtsChanged = true;
  conversation.publish();
  return state.debts.length;
}

/** The seller was told in another way, or nobody shall be told. */
async function dropNotice(conversation: Conversation, linkId: string): Promise<number> {
  const dropped = conversation.state.debts.filter(({ notice }) => notice.linkId === linkId);
  conversation.settleDebts(dropped.map(({ notice }) => notice));
  for (const { notice } of dropped) await toPayment(linkId, undeliverable, { seq: notice.seq, dropped: true });
  return conversation.state.debts.length;
}

function switchLocale(conversation: Conversation, locale: Locale): Locale {
  conversation.chooseLocale(locale);
  return locale;
}

function forget(conversation: Conversation): 'forgotten' {
  conversation.forget();
  return 'forgotten';
}

function unowed({ state }: Conversation, linkId: unknown): string | undefined {
  if (state.debts.some(({ notice }) => notice.linkId === linkId)) return undefined;
  return 'This chat owes no notice of that payment: it was told, or the payment holds it itself.';
}

function untold({ state }: Conversation, linkId: unknown): string | undefined {
  const theirs = state.debts.some(({ notice }) => notice.linkId === linkId && isAnothers(notice.posUserId, state));
  if (!theirs) return undefined;
  return 'Another seller has this number by now: tell the one whose payment it is in another way, then drop the notice.';
}

function unforgettable({ state }: Conversation): string | undefined {
  if (state.debts.length > 0) return 'The seller is still owed notices: have them told or dropped first.';
  return state.inbox.length > 0 ? 'A message of the seller is being answered: try again in a moment.' : undefined;
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'NotDone');
}
