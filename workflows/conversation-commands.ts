import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { InboundMessage } from '../domain/inbound';
import { lateEnds } from '../domain/late-words';
import type { LateEnd } from '../domain/late-words';
import { openAt } from '../domain/payer';
import type { Say } from '../domain/say';
import type { Conversation } from './conversation-entity';
import { ask } from './conversation-question';
import { shopRows } from './merchant-rows';
import { namesShops, overtakesDebts } from './patches';

type Looks = Pick<Activities, 'listLinks' | 'dayTotals' | 'cancelLink'>;

/** Looked up in what Temporal holds of the seller's payments; somebody waits for the answer. */
const looks = () =>
  proxyActivities<Looks>({ startToCloseTimeout: '30 seconds', retry: { maximumInterval: '5 seconds' } });

export type SellerCommand = 'list' | 'today' | 'cancel' | 'merchant';

/** The answer to a command that is about the seller's payments or merchants. */
export async function answerCommand(
  conversation: Conversation,
  command: SellerCommand,
  message: InboundMessage,
): Promise<Say> {
  const sellerId = conversation.state.seller?.posUserId ?? '';
  switch (command) {
    case 'list':
      return looks().listLinks.executeWithOptions({ summary: 'List the seller’s links' }, [
        { sellerId, ...lateOf(conversation) },
      ]);
    case 'today': {
      const { line } = conversation.input;
      return looks().dayTotals.executeWithOptions({ summary: 'Add up the day' }, [
        { sellerId, line, ...lateOf(conversation) },
      ]);
    }
    case 'cancel': {
      const { replyTo } = message;
      const meant = replyTo === undefined ? { sellerId } : { sellerId, replyTo };
      const answer = await looks().cancelLink.executeWithOptions({ summary: 'Take a link back' }, [meant]);
      if (answer.say === 'cancelled') letGo(conversation, answer.linkId);
      return answer;
    }
    case 'merchant':
      return offerMerchants(conversation, 0);
  }
}

/** That a link is not confirmed yet is not told after the seller took it back. Any other news of it came later, and is. */
function letGo(conversation: Conversation, linkId: string | undefined): void {
  const over = conversation.state.debts
    .map(({ notice }) => notice)
    .filter((notice) => notice.linkId === linkId && notice.outcome === 'unconfirmed');
  if (over.length > 0 && overtakesDebts()) conversation.settleDebts(over);
}

/** What the runs of links that were over by then can't tell. */
function lateOf({ state }: Conversation): { readonly late?: readonly LateEnd[] } {
  const late = lateEnds(state.lateWords);
  return late.length === 0 ? {} : { late };
}

/** The merchants to choose from; a page of them where there are many. */
export function offerMerchants(conversation: Conversation, page: number): Say {
  const merchants = conversation.state.seller?.merchants ?? [];
  const [only, ...others] = merchants;
  if (only !== undefined && others.length === 0) return { say: 'merchantOnly', merchant: only.name };
  nameList(conversation, merchants.length);
  return { say: 'merchants', rows: shopRows(merchants, page) };
}

/** Whoever answers the list with a row's number means no money. A payer's phone that is awaited comes first. */
function nameList(conversation: Conversation, rows: number): void {
  const { state, input } = conversation;
  if (openAt(state.question, Date.now())?.kind === 'payer' || rows === 0 || !namesShops()) return;
  ask(conversation, { kind: 'shop', rows, until: new Date(Date.now() + input.timings.question).toISOString() });
}

/** Remembers the choice for the day. A merchant that the seller no longer works for is not chosen. */
export function chooseShop(conversation: Conversation, merchantId: string): Say {
  const chosen = conversation.state.seller?.merchants.find((merchant) => merchant.merchantId === merchantId);
  if (chosen === undefined) return { say: 'sendAgain' };
  conversation.rememberMerchant({ merchantId, chosenAt: new Date().toISOString() });
  return { say: 'merchantSet', merchant: chosen.name };
}
