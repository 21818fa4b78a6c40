import type { InboundMessage } from '../domain/inbound';
import { openAt } from '../domain/payer';
import type { OpenQuestion, PayerGiven } from '../domain/payer';
import { countRequest } from '../domain/payer-limits';
import type { Conversation } from './conversation-entity';
import { payerGiven } from './payment-link.contract';
import { routed } from './routing';
import { toPayment } from './to-payment';

/** The newest question is the one that is answered. */
export function ask(conversation: Conversation, question: OpenQuestion): void {
  conversation.state.question = question;
  conversation.publish();
}

/**
 * Hands a message to the payment that waits for it: words that are no command, or a shared contact card. A command stays its
 * own, and a card that WhatsApp sends at our request is the seller's. False: nobody waits for it.
 */
export async function answersQuestion(
  conversation: Conversation,
  { content, sentAt }: InboundMessage,
): Promise<boolean> {
  const question = openAt(conversation.state.question, Date.now());
  if (question?.kind !== 'payer') return false;
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
  const { question } = conversation.state;
  if (question?.kind === 'shop' || question?.linkId !== linkId) return;
  delete conversation.state.question;
  conversation.publish();
  await toPayment(linkId, payerGiven, given);
}

/** False: the seller has sent too many requests within the hour. */
export function count(conversation: Conversation, linkId: string, perHour: number): boolean {
  const { requests, allowed } = countRequest(conversation.state.requests ?? [], linkId, perHour, Date.now());
  conversation.state.requests = requests;
  return allowed;
}
