import { condition, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ConversationSignal } from '../activities/conversations';
import { hear } from './conversation-answers';
import { Conversation } from './conversation-entity';
import { listenToOperators } from './conversation-updates';
import * as contract from './conversation.contract';
import type { ConversationInput } from './conversation.contract';
import { isForgettable, passFailure, passToFormer, rememberLeaver } from './conversation-former';
import { askWho, answerPayment } from './conversation-identity';
import { inherit, passHeritage, passOn } from './conversation-moving';
import { answersQuestion, ask, count, forward } from './conversation-question';
import { followPerson } from './conversation-whereabouts';
import { hearOwed, heedTemplates, nextLook, payDebts, takeBack } from './debts';
import { everythingHeard } from './in-turn';
import { worksThrough } from './patches';
import { debtsPaid, impeded, told } from './payment-link.contract';
import { toPayment } from './to-payment';

/** Long before the server's own advice: a conversation is replayed whenever it is woken. */
const LONGEST_HISTORY = 2_000;

const FEW = 20;

/**
 * One seller's chat on one line: the window's clock, the seller's language, what is owed. It hears everything in order, tells
 * old news before it answers, and goes on for ever; a stranger's ends when nothing was heard for a day.
 */
export async function ConversationWorkflow(input: ConversationInput): Promise<void> {
  const conversation = new Conversation(input);
  listen(conversation);
  conversation.publish();

  for (;;) {
    const busy = () => conversation.forgotten || conversation.state.inbox.length > 0 || conversation.debtsChanged;
    if (workflowInfo().historyLength > LONGEST_HISTORY) {
      await everythingHeard();
      return continueAsNew(conversation);
    }
    const idle = await waitFor(busy, conversation);
    if ((idle && isForgettable(conversation)) || conversation.isForgotten()) return;
    await work(conversation);
  }
}

async function work(conversation: Conversation): Promise<void> {
  const task = conversation.take();
  if (task !== undefined && (await followPerson(conversation, task))) return;
  if (task?.do === 'hear' && !conversation.note(task.message)) return;
  if (task?.do === 'resolve') return answerPayment(conversation, task, await askWho(conversation, task));
  await payDebts(conversation);
  if (task?.do === 'forward') await forward(conversation, task);
  if (task?.do === 'hear' && !(await answersQuestion(conversation, task.message)))
    await hear(conversation, task.message);
  if (task?.do === 'tellPayment') await toPayment(task.linkId, told, { seq: task.seq, by: task.by });
  if (task?.do === 'payFirst') await toPayment(task.linkId, debtsPaid);
}

/** True when nothing came for as long as a stranger's chat is kept. */
async function waitFor(busy: () => boolean, conversation: Conversation): Promise<boolean> {
  const { seller, debts, inbox } = conversation.state;
  conversation.show();
  // Each wait costs a timer that is dropped at once: many messages that came together need none of them.
  if (inbox.length > FEW && worksThrough()) return false;
  if (seller !== undefined && debts.length === 0) {
    await condition(busy);
    return false;
  }
  const wait = debts.length === 0 ? conversation.input.timings.strangerIdle : nextLook(conversation) - Date.now();
  const came =
    wait <= 0 ||
    (await condition(busy, wait, {
      summary: debts.length === 0 ? 'A stranger’s silence' : 'The next look at what is owed',
    }));
  conversation.debtsChanged ||= !came && debts.length > 0;
  return !came && debts.length === 0;
}

function listen(conversation: Conversation): void {
  setHandler(contract.messageReceived, (message) => conversation.put({ do: 'hear', message }));
  setHandler(contract.sellerAsked, (asked) => conversation.put({ do: 'resolve', ...asked }));
  setHandler(contract.debtsAsked, ({ linkId, at }) => {
    conversation.heardAt(at);
    conversation.put({ do: 'payFirst', linkId });
  });
  const here = (signal: ConversationSignal['signal'], argument: unknown) => !passOn(conversation, signal, argument);
  setHandler(contract.owed, (debt) => {
    if (!passToFormer(conversation, debt) && here('owed', debt)) hearOwed(conversation, debt);
  });
  setHandler(contract.conversationMessageFailed, (failure) => {
    if (!here('messageFailed', failure)) return;
    passFailure(conversation, failure);
    takeBack(conversation, failure);
  });
  setHandler(contract.merchantRemembered, (merchant) => {
    if (here('merchantRemembered', merchant)) conversation.rememberMerchant(merchant);
  });
  setHandler(contract.localeChosen, (chosen) => {
    if (here('localeChosen', chosen)) conversation.chooseLocale(chosen.locale);
  });
  setHandler(contract.questionAsked, (question) => {
    if (here('questionAsked', question)) ask(conversation, question);
  });
  setHandler(contract.payerAnswered, (answer) => {
    if (here('payerAnswered', answer)) conversation.put({ do: 'forward', ...answer });
  });
  setHandler(contract.joined, (to) => conversation.put({ do: 'join', to }));
  setHandler(contract.numberChanged, (to) => conversation.put({ do: 'leave', to }));
  setHandler(contract.numberLeft, (what) => conversation.put({ do: 'leaveNumber', ...what }));
  setHandler(contract.sellerLeft, (former) => rememberLeaver(conversation, former));
  setHandler(contract.succeeded, (from) => conversation.put({ do: 'succeed', from }));
  setHandler(contract.released, (whose) => conversation.put({ do: 'release', ...whose }));
  setHandler(contract.handedOver, (heritage) => {
    if (!passHeritage(conversation, heritage)) inherit(conversation, heritage);
  });
  setHandler(contract.requestCounted, ({ linkId, perHour }) => count(conversation, linkId, perHour));
  setHandler(contract.answerCounted, () => conversation.countAnswer());
  setHandler(contract.templatesChanged, () => heedTemplates(conversation));
  setHandler(impeded, ({ reason, error }) => conversation.impeded(reason, error));
  listenToOperators(conversation);
  setHandler(contract.conversationState, () => conversation.state);
}

/** Memo and attributes fall back to those of the start unless they are passed on; signals taken from the inbox are lost. */
function continueAsNew(conversation: Conversation): Promise<never> {
  const next = makeContinueAsNewFunc<typeof ConversationWorkflow>({
    memo: { ...conversation.memo },
    typedSearchAttributes: workflowInfo().typedSearchAttributes,
  });
  return next({ ...conversation.input, contact: conversation.state.contact, state: conversation.state });
}
