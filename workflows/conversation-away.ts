import { condition } from '@temporalio/workflow';
import type { Conversation } from './conversation-entity';
import { sayOnce } from './conversation-saying';
import type { ConversationTask } from './conversation-state';
import { nextLook, payDebts } from './debts';
import { sellerResolved } from './payment-link.contract';
import { toPayment } from './to-payment';

const HOUR = 3_600_000;

/**
 * What a chat does while cap-svc is away and its next message can't be answered: one word about it, news of payments as ever,
 * and each waiting command is let go when it is too old to be issued unasked.
 */
export async function sitOut(conversation: Conversation, isOver: () => boolean): Promise<void> {
  const word = sayDelayed(conversation);
  while (!isOver()) {
    const waiting = askersOf(conversation).length;
    const news = () => isOver() || conversation.debtsChanged || askersOf(conversation).length !== waiting;
    const left = nextDeadline(conversation) - Date.now();
    const came = left > 0 && (await waitFor(news, left));
    if (isOver()) break;
    conversation.debtsChanged ||= !came && conversation.state.debts.length > 0;
    if (conversation.debtsChanged) await payDebts(conversation);
    for (const { linkId } of takeLate(conversation)) {
      await toPayment(linkId, sellerResolved, { known: false, away: true });
    }
  }
  await word;
}

type Asker = Extract<ConversationTask, { do: 'resolve' }>;

/** Payments that wait to hear who this is. */
const askersOf = ({ state }: Conversation): readonly Asker[] => state.inbox.filter((task) => task.do === 'resolve');

/** Those whose command is too old by now; they wait no longer. */
function takeLate(conversation: Conversation): readonly Asker[] {
  const late = askersOf(conversation).filter(({ before }) => before !== undefined && Date.parse(before) <= Date.now());
  conversation.state.inbox = conversation.state.inbox.filter((task) => task.do !== 'resolve' || !late.includes(task));
  return late;
}

async function waitFor(news: () => boolean, ms: number): Promise<boolean> {
  if (Number.isFinite(ms)) return condition(news, ms, { summary: 'The next look while cap-svc is away' });
  await condition(news);
  return true;
}

function nextDeadline(conversation: Conversation): number {
  const { state } = conversation;
  const ends = askersOf(conversation).flatMap(({ before }) => (before === undefined ? [] : [Date.parse(before)]));
  return Math.min(...ends, state.debts.length === 0 ? Infinity : nextLook(conversation));
}

/** Also to whoever may turn out a stranger: nobody can tell them apart now. Once an hour, for each costs money. */
async function sayDelayed(conversation: Conversation): Promise<void> {
  const { state } = conversation;
  if (state.delayedAt !== undefined && Date.now() - Date.parse(state.delayedAt) < HOUR) return;
  state.delayedAt = new Date().toISOString();
  await sayOnce(conversation, { say: 'delayed' });
}
