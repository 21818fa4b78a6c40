import type { InboundMessage } from '../domain/inbound';
import { inFront, openAt, payersOf } from '../domain/payer';
import type { OpenQuestion, PayerGiven, PayerQuestion } from '../domain/payer';
import { countRequest } from '../domain/payer-limits';
import type { Conversation } from './conversation-entity';
import { keepsQuestions } from './patches';
import { payerGiven } from './payment-link.contract';
import { routed } from './routing';
import { toPayment } from './to-payment';

/** The newest question is the one that is answered. */
export function ask(conversation: Conversation, question: OpenQuestion): void {
  const { state } = conversation;
  state.question = question.kind === 'payer' ? besideOthers(question, state.question) : question;
  conversation.publish();
}

/** What other payments asked about their payers is open again after it: no phone tells which of them it answers. */
function besideOthers(question: PayerQuestion, before: OpenQuestion | undefined): OpenQuestion {
  const others = payersOf(before).filter((one) => one.linkId !== question.linkId && isOpen(one));
  if (others.length === 0 || !keepsQuestions()) return question;
  const share = (one: PayerQuestion): PayerQuestion => ({ ...one, shared: true });
  return inFront(share(question), others.map(share));
}

const isOpen = (question: OpenQuestion): boolean => openAt(question, Date.now()) !== undefined;

/**
 * Hands a message to the payment that waits for it: words that are no command, or a shared contact card. A command stays its
 * own, and a card that WhatsApp sends at our request is the seller's. False: nobody waits for it.
 */
export async function answersQuestion(
  conversation: Conversation,
  { content, sentAt }: InboundMessage,
): Promise<boolean> {
  const question = payersOf(conversation.state.question).find(isOpen);
  if (question === undefined) return false;
  const given = givenIn(content);
  if (given === undefined) return false;
  await forward(conversation, { linkId: question.linkId, given: { ...given, sentAt } });
  return true;
}

function givenIn(content: InboundMessage['content']): PayerGiven | undefined {
  if (content.kind === 'text') return routed(content.text) === 'talk' ? { phone: content.text } : undefined;
  if (content.kind !== 'contact' || content.requested) return undefined;
  const { phone, name } = content;
  return { ...(phone === undefined ? {} : { phone }), ...(name === undefined ? {} : { name }) };
}

/** A question is answered once; where the answer is no good, the payment asks again. */
export async function forward(
  conversation: Conversation,
  { linkId, given }: { readonly linkId: string; readonly given: PayerGiven },
): Promise<void> {
  const asked = payersOf(conversation.state.question);
  const question = asked.find((one) => one.linkId === linkId);
  if (question === undefined) return;
  const [next, ...behind] = asked.filter((one) => one !== question && isOpen(one));
  if (next === undefined) delete conversation.state.question;
  else conversation.state.question = inFront(next, behind);
  conversation.publish();
  await toPayment(linkId, payerGiven, { ...given, ...(question.shared === true && { unsure: true as const }) });
}

/** False: the seller has sent too many requests within the hour. */
export function count(conversation: Conversation, linkId: string, perHour: number): boolean {
  const { requests, allowed } = countRequest(conversation.state.requests ?? [], linkId, perHour, Date.now());
  conversation.state.requests = requests;
  return allowed;
}
