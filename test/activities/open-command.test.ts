import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import type { SendRequest } from '../../activities/send-request';
import type { InboundContent } from '../../domain/inbound';
import { buttonId } from '../../domain/buttons';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { toMemo } from '../../workflows/payment-link.contract';
import type { PaymentLinkInput } from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import { eventually } from '../sandbox/support/http';
import { act, conversationOf, failureOf, LINK_ID, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const CONVERSATION = 'conversation/md/abcdefghijklmnopqrstuvwx23';
const STRANGERS = 'conversation/md/bbbbbbbbbbbbbbbbbbbbbbbbbb';
const PHONE = '37369000001';
const HOUR = 60 * 60_000;

let stage: ActivityStage;
let messageId: string;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.clear();
  messageId = stage.meta.phones.send({ type: 'text', from: PHONE, text: 'pay 100' }).messageId;
  knowsSeller();
});

const knowsSeller = (ageMs = HOUR, changes: object = {}) => {
  const resolvedAt = new Date(Date.now() - ageMs).toISOString();
  const seller = { posUserId: 'pos-0001', resolvedAt };
  stage.temporal.runs.set(CONVERSATION, conversationOf({ seller, ...changes }));
};

const choseToday = (merchantId: string) => ({ merchant: { merchantId, chosenAt: new Date().toISOString() } });

const text: InboundContent = { kind: 'text', text: 'pay 100 "Cafea" #masa7' };
const tap = (id: string): InboundContent => ({ kind: 'tap', id, title: 'x' });

const input = (content: InboundContent, phone = PHONE): PaymentLinkInput => ({
  linkId: LINK_ID,
  line: stage.line,
  conversationId: CONVERSATION,
  message: {
    channel: 'whatsapp',
    lineId: stage.line.id,
    sender: { phone },
    messageId,
    sentAt: new Date().toISOString(),
    forwarded: false,
    content,
  },
  timings: DEFAULT_TIMINGS,
});
const open = (content: InboundContent, info: Partial<Info> = {}) =>
  act(stage.activities().openCommand, input(content), info);

/** A payment whose command was this, of this seller. @returns its link id */
let payments = 0;
const payment = (command: string, conversationId = CONVERSATION, merchantId?: string): string => {
  payments += 1;
  const linkId = `${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(payments / 26))}${'abcdefghijklmnopqrstuvwxyz'.charAt(payments % 26)}${LINK_ID.slice(2)}`;
  const memo = toMemo({ conversationId, command, messageId, sender: { phone: PHONE } });
  const of = merchantId === undefined ? {} : { attributes: [{ key: attributes.merchantId, value: merchantId }] };
  stage.temporal.runs.set(`payment-link/${linkId}`, { closed: true, memo, ...of });
  return linkId;
};

const asks = () => stage.cap.journal.since().filter(({ operation }) => operation === 'resolveSeller').length;
const reads = () =>
  stage.meta.journal
    .since()
    .filter(({ operation, body }) => operation === 'markRead' && JSON.stringify(body).includes(messageId));

describe('a command', () => {
  it('is its own text, of the seller as the bank knows them now', async () => {
    expect(await open(text)).toEqual({
      found: 'seller',
      text: 'pay 100 "Cafea" #masa7',
      confirmed: false,
      asLink: false,
      grammar: 2,
      debts: 0,
      seller: expect.objectContaining({ posUserId: 'pos-0001', status: 'ACTIVE' }),
    });
    expect(stage.cap.audit.list().at(-1)?.requestId).toBe(`${LINK_ID}.resolve`);
  });

  it('comes with what the conversation knows: the chosen language and what is owed', async () => {
    knowsSeller(HOUR, { locale: 'de', debts: 2 });
    expect(await open(text)).toMatchObject({ found: 'seller', chosenLocale: 'de', debts: 2 });
  });

  it('is for the merchant chosen today and no other, also where the chat has to ask who this is', async () => {
    knowsSeller(HOUR, choseToday('cafea-centru'));
    const only = { rememberedMerchantId: 'cafea-centru', onlyRemembered: true };
    expect(await open(text)).toMatchObject({ found: 'seller', ...only });
    knowsSeller(25 * HOUR, choseToday('cafea-centru'));
    expect(await open(text)).toMatchObject({ found: 'nobody', ...only });
  });

  it('of a blocked seller says so: the bank’s word of now counts, not yesterday’s', async () => {
    const seller = stage.cap.directory.seller(`+${PHONE}`);
    if (seller === undefined) throw new Error('Ana is seeded');
    stage.cap.directory.putSeller(`+${PHONE}`, { ...seller, status: 'BLOCKED' });
    expect(await open(text)).toMatchObject({ found: 'seller', seller: { status: 'BLOCKED' } });
    stage.cap.directory.putSeller(`+${PHONE}`, seller);
  });

  it.each([
    ['the conversation has not resolved anybody yet', () => stage.temporal.runs.set(CONVERSATION, conversationOf({}))],
    ['there is no conversation', () => stage.temporal.runs.delete(CONVERSATION)],
    ['it has ended', () => stage.temporal.runs.set(CONVERSATION, { closed: true })],
    ['what it knows is a day old', () => knowsSeller(24 * HOUR)],
  ])('is nobody’s where %s: the conversation asks, once for all who wait', async (_, arrange) => {
    arrange();
    expect(await open(text)).toEqual({
      found: 'nobody',
      text: 'pay 100 "Cafea" #masa7',
      confirmed: false,
      asLink: false,
      grammar: 2,
    });
    expect(asks()).toBe(0);
  });

  it('waits where cap-svc is away, as long as it asks', async () => {
    const fault = { status: 503, code: 'UNAVAILABLE', retryAfterSeconds: 5 };
    stage.cap.faults.replace([{ match: { operation: 'resolveSeller' }, do: fault }]);
    expect(await failureOf(open(text))).toMatchObject({ type: 'CapSvcUnavailable', nextRetryDelay: 5_000 });
  });

  it('waits where Temporal is away: nobody is taken for a stranger for that', async () => {
    stage.temporal.away = new Error('14 UNAVAILABLE');
    expect(await failureOf(open(text))).toBe(stage.temporal.away);
  });
});

describe('while a merchant list is open', () => {
  const openList = (until: string) => {
    const question = { linkId: LINK_ID, kind: 'merchant' as const, rows: 3, until };
    const known = { posUserId: 'pos-0001', resolvedAt: new Date().toISOString() };
    stage.temporal.runs.set(CONVERSATION, conversationOf({ question, seller: known }));
  };
  const written = (words: string) => open({ kind: 'text', text: words });
  const SOON = new Date(Date.now() + HOUR).toISOString();

  it.each(['1', ' 3 ', '2.', '2)', '2,'])('the number of a row names the list, and no payment: %p', async (words) => {
    openList(SOON);
    expect(await written(words)).toEqual({ found: 'listRow', linkId: LINK_ID });
  });

  it.each(['4', '0', '3 lei', 'pay 3', '3 "Cafea"', '3,50', '2. cafea', '4.'])(
    'anything else is the command that it is: %p',
    async (words) => {
      openList(SOON);
      expect(await written(words)).toMatchObject({ found: 'seller', text: words });
    },
  );

  it('the number of a row of /merchant’s list is known for that, and the seller too', async () => {
    const question = { kind: 'shop' as const, rows: 2, until: SOON };
    const known = { posUserId: 'pos-0001', resolvedAt: new Date().toISOString() };
    stage.temporal.runs.set(CONVERSATION, conversationOf({ question, seller: known }));
    expect(await written('2')).toMatchObject({ found: 'seller', shopRow: true });
    for (const words of ['3', 'pay 2']) expect(await written(words)).not.toHaveProperty('shopRow');
  });

  it('only while it is open', async () => {
    openList(new Date(Date.now() - 1).toISOString());
    expect(await written('1')).toMatchObject({ found: 'seller', text: '1' });
  });
});

describe('a tapped button', () => {
  it('“new link” stands for the command it came from, and is its own confirmation', async () => {
    const linkId = payment('pay 40 "Ceai"');
    expect(await open(tap(buttonId.again(linkId)))).toMatchObject({
      found: 'seller',
      text: 'pay 40 "Ceai"',
      confirmed: true,
      asLink: false,
      grammar: 2,
    });
  });

  it('“go on” and “a link instead” do too, the latter as a link', async () => {
    expect(await open(tap(buttonId.issue(payment('100'))))).toMatchObject({
      text: '100',
      confirmed: true,
      asLink: false,
      grammar: 2,
    });
    const rtp = payment('/rtp 100 069123456');
    expect(await open(tap(buttonId.link(rtp)))).toMatchObject({ text: '/rtp 100 069123456', asLink: true });
  });

  it('stands for the first command, however many taps lie between', async () => {
    let id = buttonId.link(payment('/rtp 100'));
    for (let tapped = 0; tapped < 20; tapped += 1) id = buttonId.again(payment(id));
    expect(await open(tap(id))).toMatchObject({ text: '/rtp 100', confirmed: true, asLink: true });
  });

  it.each([
    ['“new link”', (linkId: string) => buttonId.again(linkId)],
    ['“go on”', (linkId: string) => buttonId.issue(linkId)],
    ['“a link instead”', (linkId: string) => buttonId.link(linkId)],
    ['a button of a button', (linkId: string) => buttonId.again(payment(buttonId.again(linkId)))],
  ])('%s is for the merchant of its payment, whatever was chosen since', async (_, id) => {
    knowsSeller(HOUR, choseToday('flori-botanica'));
    const tapped = id(payment('/rtp 40', CONVERSATION, 'cafea-centru'));
    expect(await open(tap(tapped))).toMatchObject({ rememberedMerchantId: 'cafea-centru', onlyRemembered: true });
  });

  it('of a payment that was for nobody yet is for the merchant of the day', async () => {
    knowsSeller(HOUR, choseToday('flori-botanica'));
    expect(await open(tap(buttonId.issue(payment('pay 40'))))).toMatchObject({
      rememberedMerchantId: 'flori-botanica',
    });
  });

  it.each([
    ['another seller’s: it was forwarded, or guessed', () => buttonId.again(payment('pay 999', STRANGERS))],
    [
      'of a chain that leads to another seller’s',
      () => buttonId.again(payment(buttonId.issue(payment('pay 9', STRANGERS)))),
    ],
    ['older than what Temporal keeps', () => buttonId.again('zzzzzzzzzzzzzzzzzzzzzzzzzz')],
    ['a language row', () => buttonId.lang('ru')],
    ['a row of a merchant list', () => buttonId.merchant(payment('pay 100'), 'cafea-centru')],
    ['another seller’s confirmation of a payer', () => buttonId.send(payment('/rtp 9 069123456', STRANGERS))],
    ['another seller’s request, as a link', () => buttonId.link(payment('/rtp 9 069123456', STRANGERS))],
    ['another seller’s old command', () => buttonId.issue(payment('pay 9', STRANGERS))],
    ['of a payment that does not say whose it is', () => buttonId.again(payment('pay 9', ''))],
    ['a merchant that was never offered', () => buttonId.shop('flori-botanica')],
  ])('is dead where it is %s', async (_, id) => {
    expect(await open(tap(id()))).toEqual({ found: 'deadButton' });
  });

  it('that leads in a circle is dead, not endless', async () => {
    const linkId = payment('');
    const circle = buttonId.again(linkId);
    const memo = toMemo({ conversationId: CONVERSATION, command: circle, messageId, sender: { phone: PHONE } });
    stage.temporal.runs.set(`payment-link/${linkId}`, { memo });
    expect(await open(tap(circle))).toEqual({ found: 'deadButton' });
  });

  it('of a payment that began when each field of the memo was sealed by itself still stands for its command', async () => {
    const linkId = payment('');
    stage.temporal.runs.set(`payment-link/${linkId}`, { memo: { conversationId: CONVERSATION, command: 'pay 40' } });
    expect(await open(tap(buttonId.again(linkId)))).toMatchObject({ found: 'seller', text: 'pay 40' });
  });
});

describe('the seller sees that the command is being read', () => {
  it('at once and once: read, and an answer being typed', async () => {
    await open(text);
    await eventually(() => stage.meta.chats.find(messageId)?.readBy);
    expect(stage.meta.chats.find(messageId)).toMatchObject({ typing: true });
    expect(reads()).toHaveLength(1);
  });

  it('and not again at each further attempt', async () => {
    await open(text, { attempt: 2 });
    await open(text, { attempt: 1 });
    await eventually(() => reads().at(0));
    expect(reads()).toHaveLength(1);
  });

  it.each([{ code: 190 }, { code: 131000 }, 'resetConnection', 'timeoutBeforeEffect'])(
    'or does not: %j changes nothing, and nobody waits for it',
    async (fault) => {
      stage.meta.faults.replace([{ match: { operation: 'markRead' }, always: true, do: fault }]);
      expect(await open(text)).toMatchObject({ found: 'seller' });
      expect(stage.temporal.signals).toEqual([]);
    },
  );
});

describe('the answer to a command', () => {
  const answer = (): SendRequest => ({
    line: stage.line,
    conversationId: CONVERSATION,
    to: { phone: PHONE },
    say: { say: 'blocked' },
    kind: 'answer',
    timings: DEFAULT_TIMINGS,
  });
  const looks = () => stage.temporal.described.filter((id) => id === CONVERSATION).length;

  it('goes by what its first step saw of the chat; whatever is sent after it looks anew', async () => {
    const activities = stage.activities();
    await act(activities.openCommand, input(text));
    expect(looks()).toBe(1);
    await act(activities.sendMessage, answer());
    expect(looks()).toBe(1);
    await act(activities.sendMessage, answer(), { activityId: 'link-2' });
    expect(looks()).toBe(2);
  });

  it('is nobody else’s: a notice, another payment and the chat itself look for themselves', async () => {
    const activities = stage.activities();
    await act(activities.openCommand, input(text));
    await act(activities.sendMessage, { ...answer(), kind: 'notice' }, { activityId: 'notice-1' });
    const other = { workflowId: `payment-link/z${LINK_ID.slice(1)}`, runId: 'run-1' };
    await act(activities.sendMessage, answer(), { workflowExecution: other });
    await act(activities.sendMessage, answer(), { workflowExecution: { workflowId: CONVERSATION, runId: 'run-1' } });
    expect(looks()).toBe(4);
  });
});
