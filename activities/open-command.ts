import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { readTap } from '../domain/buttons';
import { GRAMMAR } from '../domain/command';
import type { Closed } from '../domain/closures';
import type { Locale } from '../domain/locale';
import { namesRow, openAt } from '../domain/payer';
import type { OpenQuestion, PayerGiven } from '../domain/payer';
import type { ChosenMerchant, Seller } from '../domain/seller';
import { unless } from '../temporal/unless';
import type { PaymentLinkInput, PaymentLinkMemo, SellerAnswer } from '../workflows/payment-link.contract';
import { paymentLinkWorkflowId, readMemo } from '../workflows/payment-link.contract';
import { attributes } from '../workflows/search-attributes';
import { isSameDay } from './calendar';
import { createClosuresReader } from './closures';
import { isSameChat, readConversation } from './conversations';
import type { ChatsJustRead } from './conversations';
import type { Deps } from './deps';
import { currentLine } from './lines';
import { readPayer } from './read-payer';
import { createResolveSeller } from './resolve-seller';

interface CommandText {
  readonly text: string;
  /** By which grammar it is read, from now on; absent: by the first. */
  readonly grammar?: number;
  /** A tap is its own confirmation. */
  readonly confirmed: boolean;
  /** A payment request that shall be a link. */
  readonly asLink: boolean;
  /** What ops closed; absent: nothing. */
  readonly closed?: readonly Closed[];
  /** Chosen earlier today; of a button, the merchant of the payment that it stands for. */
  readonly rememberedMerchantId?: string;
  /** The command is for that merchant and no other; absent: it was only preferred when the run began. */
  readonly onlyRemembered?: true;
}

type Remembered = Pick<CommandText, 'rememberedMerchantId' | 'onlyRemembered'>;

/** What the first step finds out. */
export type Opening =
  | (CommandText & {
      readonly found: 'seller';
      readonly seller: Seller;
      readonly chosenLocale?: Locale;
      readonly debts: number;
      /** The number of a row, while the list of `/merchant` is open. */
      readonly shopRow?: true;
    })
  /** The conversation has to ask cap-svc: fifty messages of a stranger cost one call. */
  | (CommandText & {
      readonly found: 'nobody';
      /** The bank no longer knows who the conversation takes this for. */
      readonly gone?: true;
    })
  /** A payer's phone that began like an amount: another payment asked for it. */
  | { readonly found: 'answer'; readonly linkId: string; readonly given: PayerGiven }
  /** The number of a row, while the list of another payment is open. */
  | { readonly found: 'listRow'; readonly linkId: string }
  /** The button belongs to another seller, or its command is forgotten. */
  | { readonly found: 'deadButton' };

/** A button may stand for a button that stood for a command; nobody taps deeper than this. */
const DEEPEST = 50;

/**
 * The first step of a payment: shows the seller that the command is being read, then finds out what the command says and who
 * sends it. May run twice: it changes nothing.
 */
export const createOpenCommand = (deps: Deps, justRead: ChatsJustRead) => {
  const resolveSeller = createResolveSeller(deps);
  const readClosed = createClosuresReader(deps.temporal);
  return async function openCommand(input: PaymentLinkInput): Promise<Opening> {
    acknowledge(deps, input);
    const [text, conversation, closed] = await Promise.all([
      commandOf(deps, input),
      readConversation(deps, input.conversationId),
      readClosed(),
    ]);
    justRead.keep(input.linkId, conversation);
    if (text === undefined) return { found: 'deadButton' };
    const command = {
      ...remembered(conversation.merchant, currentLine(deps, input.line).timeZone, deps.now()),
      ...text,
      grammar: GRAMMAR,
      ...(closed.length === 0 ? {} : { closed }),
    };
    const asked = answerIn(deps, input, conversation.question);
    if (asked !== undefined && asked.found !== 'shopRow') return asked;
    const { sender, identity } = input.message;
    if (
      conversation.frozen === true ||
      !isFresh(conversation.seller?.resolvedAt, input.timings.sellerFresh, deps.now())
    ) {
      return { found: 'nobody', ...command };
    }
    // Another account behind the number: what the conversation knows of the person is no longer good.
    if (identity !== undefined && conversation.identity !== undefined && identity !== conversation.identity) {
      return { found: 'nobody', ...command, gone: true };
    }
    const answer: SellerAnswer = await resolveSeller({
      line: input.line,
      contact: { ...(conversation.phone === undefined ? {} : { phone: conversation.phone }), ...sender },
      requestId: `${input.linkId}.resolve`,
    });
    if (!answer.known) return { found: 'nobody', ...command, gone: true };
    return {
      found: 'seller',
      ...command,
      seller: answer.seller,
      debts: conversation.debts ?? 0,
      ...(asked === undefined ? {} : { shopRow: true }),
      ...(conversation.locale === undefined ? {} : { chosenLocale: conversation.locale }),
    };
  };
};

/**
 * While a payer's phone is awaited, a phone that exists is the answer and not an amount. While a merchant list is open, the
 * number of a row pays nothing: who counts rows does not mean money.
 */
function answerIn(
  deps: Deps,
  { line, message: { content, sentAt } }: PaymentLinkInput,
  question: OpenQuestion | null | undefined,
): Extract<Opening, { found: 'answer' | 'listRow' }> | { readonly found: 'shopRow' } | undefined {
  const open = openAt(question, deps.now().getTime());
  if (open === undefined || content.kind !== 'text') return undefined;
  const namesOne = namesRow(open, content.text);
  if (open.kind === 'shop') return namesOne ? { found: 'shopRow' } : undefined;
  const { linkId } = open;
  if (namesOne) return { found: 'listRow', linkId };
  const given = { phone: content.text, sentAt };
  const isPhone = open.kind === 'payer' && readPayer(given, currentLine(deps, line).country) !== undefined;
  return isPhone ? { found: 'answer', linkId, given } : undefined;
}

/** Nobody waits for it and nothing hangs on it; a command that is tried for hours is not shown as being typed at for hours. */
function acknowledge(deps: Deps, { line, message }: PaymentLinkInput): void {
  if (Context.current().info.attempt > 1) return;
  deps.channels[line.channel]?.acknowledge(line, message.messageId).catch(() => undefined);
}

/** The choice of a merchant is good until midnight, where the seller is. */
function remembered(chosen: ChosenMerchant | undefined, timeZone: string, now: Date): Remembered {
  if (chosen === undefined || !isSameDay(new Date(chosen.chosenAt), now, timeZone)) return {};
  return onlyFor(chosen.merchantId);
}

const onlyFor = (merchantId: string): Remembered => ({ rememberedMerchantId: merchantId, onlyRemembered: true });

function isFresh(at: string | undefined, forMs: number, now: Date): boolean {
  return at !== undefined && now.getTime() - Date.parse(at) < forMs;
}

/** The text that a message stands for: its own, or that of the command behind the tapped button, for the same merchant. */
async function commandOf(
  deps: Deps,
  input: PaymentLinkInput,
): Promise<(Pick<CommandText, 'text' | 'confirmed' | 'asLink'> & Remembered) | undefined> {
  const { content } = input.message;
  if (content.kind === 'text') return { text: content.text, confirmed: false, asLink: false };
  if (content.kind !== 'tap') return undefined;
  let command = content.id;
  let asLink = false;
  let merchant: string | undefined;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const tap = readTap(command);
    if (tap === undefined)
      return { text: command, confirmed: true, asLink, ...(merchant === undefined ? {} : onlyFor(merchant)) };
    if (tap.means !== 'again' && tap.means !== 'issue' && tap.means !== 'link') return undefined;
    asLink ||= tap.means === 'link';
    const { conversationId, command: earlier, merchantId } = await readPayment(deps, tap.linkId);
    if (conversationId === undefined || earlier === undefined) return undefined;
    // A button can be forwarded or guessed: only the seller whose command it was may tap it.
    if (!(await isSameChat(deps, conversationId, input.conversationId))) return undefined;
    merchant ??= merchantId;
    command = earlier;
  }
  return undefined;
}

/** What a payment was made of; `merchantId`: whom it was for, once anybody was asked for the money. */
async function readPayment(
  { temporal }: Deps,
  linkId: string,
): Promise<Partial<PaymentLinkMemo> & { readonly merchantId?: string }> {
  const handle = temporal.workflow.getHandle(paymentLinkWorkflowId(linkId));
  const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
  const merchantId = found?.typedSearchAttributes.get(attributes.merchantId);
  return { ...readMemo(found?.memo), ...(merchantId === undefined ? {} : { merchantId }) };
}
