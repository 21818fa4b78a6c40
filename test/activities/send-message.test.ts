import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import { CompleteAsyncError } from '@temporalio/activity';
import type { SendRequest } from '../../activities/send-request';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { ChatMessage } from '../../sandbox/meta/chats';
import { startStub } from '../support/stub-server';
import { act, conversationOf, failureOf, LINK_ID, PAYMENT, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const CONVERSATION = 'conversation/md/abcdefghijklmnopqrstuvwx23';
const PHONE = '37369000001';
const DAY = 24 * 60 * 60_000;

let stage: ActivityStage;
let said: string;
let people = 0;
let phone: string;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.clear();
  // Somebody new for each test, whose window is open.
  people += 1;
  phone = String(Number(PHONE) + people);
  said = stage.meta.phones.send({ type: 'text', from: phone, text: 'pay 100' }).messageId;
});

const answer = (changes: Partial<SendRequest> = {}): SendRequest => ({
  line: stage.line,
  conversationId: CONVERSATION,
  to: { phone },
  say: { say: 'blocked' },
  kind: 'answer',
  lastInboundAt: new Date().toISOString(),
  timings: DEFAULT_TIMINGS,
  ...changes,
});

const notice = (changes: Partial<SendRequest> = {}): SendRequest => {
  const at = new Date().toISOString();
  const told = { linkId: LINK_ID, seq: 1, outcome: 'paid', amount: { minor: 10_000, currency: 'MDL' }, at } as const;
  return answer({ kind: 'notice', say: { say: 'notice', notice: told }, ...changes });
};

const outside = (changes: Partial<SendRequest> = {}): SendRequest =>
  notice({ lastInboundAt: new Date(Date.now() - DAY).toISOString(), ...changes });

const send = (request: SendRequest, info: Partial<Info> = {}) =>
  act(stage.activities().sendMessage, request, { activityId: 'notice-1', ...info });

async function nobodyListens(): Promise<string> {
  const stub = await startStub();
  await stub.close();
  return stub.url;
}

const heard = (): readonly ChatMessage[] => {
  const person = stage.meta.people.find(phone);
  return person === undefined ? [] : stage.meta.chats.of(person).filter(({ direction }) => direction === 'out');
};
const calls = () => stage.meta.journal.since().filter(({ operation }) => operation === 'sendMessage').length;
const refuse = (code: number, times = 1) =>
  stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, times, do: { code } }]);
const approved = (...locales: readonly string[]) =>
  stage.meta.templates
    .list(stage.line.wabaId ?? '')
    .filter(({ language }) => locales.includes(language))
    .map(({ name, language: locale }) => ({ name, locale, status: 'APPROVED', category: 'UTILITY' }));
const lineHas = (memo: object) =>
  stage.temporal.runs.set('line/md', { memo: { suspended: null, templates: [], ...memo } });
const impeded = (reason: string) => ({
  workflowId: PAYMENT,
  runId: 'run-1',
  signal: 'impeded',
  argument: { reason, error: expect.any(String) },
});

describe('a message', () => {
  it('goes out once, with the key that every status of it brings back, quoting the command', async () => {
    const sent = await send(answer({ replyTo: said }), { activityId: 'link' });
    const [message] = heard();
    expect(sent).toEqual({ result: 'sent', messageId: message?.id, by: 'message' });
    expect(heard()).toHaveLength(1);
    expect(message).toMatchObject({ key: `${PAYMENT}#link`, quotedId: said });
    expect(stage.temporal.signals).toEqual([]);
  });

  it.each([
    ['the chosen language', 'fr', 'ro', 'banque'],
    ["else that of the seller's record", undefined, 'en', 'bank'],
    ["else the line's", undefined, undefined, 'Banca'],
  ] as const)('is told in %s', async (_, chosen, recorded, word) => {
    stage.temporal.runs.set(CONVERSATION, conversationOf({ ...(chosen && { locale: chosen }) }));
    await send(answer({ ...(recorded && { capLocale: recorded }) }));
    expect(heard()[0]?.body).toContain(word);
  });

  it('is looked up anew at each attempt: a language chosen between two of them counts', async () => {
    refuse(131016);
    const { sendMessage } = stage.activities();
    const info = { activityId: 'answer' };
    await failureOf(act(sendMessage, answer(), info));
    stage.temporal.runs.set(CONVERSATION, conversationOf({ locale: 'de' }));
    await act(sendMessage, answer(), { ...info, attempt: 2 });
    expect(heard()[0]?.body).toContain('Bank');
  });

  it('of a line that is suspended waits: Graph is not called, ops see why', async () => {
    lineHas({ suspended: { reason: '131042', since: new Date().toISOString() } });
    expect(await failureOf(send(answer()))).toMatchObject({
      type: 'LinePaused',
      nonRetryable: false,
      nextRetryDelay: '10 seconds',
    });
    expect(calls()).toBe(0);
    expect(stage.temporal.signals).toEqual([impeded('AccountBlocked')]);
  });

  it('of a busy line costs one look at the line in five seconds, and one at its own conversation each', async () => {
    const { sendMessage } = stage.activities();
    await Promise.all([answer(), answer(), answer()].map((one) => act(sendMessage, one)));
    await act(sendMessage, answer());
    const looks = (id: string) => stage.temporal.described.filter((one) => one === id).length;
    expect([looks('line/md'), looks(CONVERSATION)]).toEqual([1, 4]);
  });

  it('goes out again when the line is resumed, or its workflow has ended', async () => {
    stage.temporal.runs.set('line/md', {
      closed: true,
      memo: { templates: [], suspended: { reason: 'x', since: 'y' } },
    });
    expect(await send(answer())).toMatchObject({ result: 'sent' });
  });
});

describe('what Graph refuses for now is tried again', () => {
  it.each([
    [1, 'ChannelTransient', undefined],
    [131000, 'ChannelTransient', undefined],
    [131016, 'ChannelTransient', undefined],
    [133004, 'ChannelTransient', undefined],
    [131057, 'ChannelTransient', 60_000],
    [4, 'ChannelThrottled', undefined],
    [80007, 'ChannelThrottled', undefined],
    [130429, 'ChannelThrottled', undefined],
    [131048, 'ChannelThrottled', 900_000],
  ])('%i as %s after %p ms', async (code, type, nextRetryDelay) => {
    for (const request of [answer(), notice()]) {
      refuse(code);
      const failure = await failureOf(send(request));
      expect(failure).toMatchObject({ type, nonRetryable: false });
      expect(failure).toHaveProperty('nextRetryDelay', nextRetryDelay);
    }
    expect(stage.temporal.signals).toEqual([impeded('ChannelUnavailable'), impeded('ChannelUnavailable')]);
    expect(heard()).toEqual([]);
  });

  it('after as long as the answer itself asks for', async () => {
    const fault = { code: 130429, retryAfterSeconds: 77 };
    stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, do: fault }]);
    expect(await failureOf(send(answer()))).toMatchObject({ nextRetryDelay: 77_000 });
  });

  it('a gateway that lets nothing through, and a host that is away, prove that nothing was sent', async () => {
    stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, do: { status: 429, body: null } }]);
    expect(await failureOf(send(answer()))).toMatchObject({ type: 'ChannelThrottled' });
    const whatsapp = stage.channel(11_000, await nobodyListens());
    const { sendMessage } = stage.activities({ channels: { whatsapp } });
    expect(await failureOf(act(sendMessage, answer()))).toMatchObject({ type: 'ChannelTransient' });
  });

  it.each([
    [1, 1_000],
    [2, 4_000],
    [3, 16_000],
  ])('an answer that comes too fast for this person, at attempt %i after %i ms', async (attempt, nextRetryDelay) => {
    refuse(131056);
    const failure = await failureOf(send(answer(), { attempt }));
    expect(failure).toMatchObject({ type: 'ChannelPairRateLimited', nextRetryDelay });
  });

  it('and names the obstacle at attempts 1, 2, 4 and 8 only', async () => {
    refuse(131016, 9);
    const named: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      const before = stage.temporal.signals.length;
      await failureOf(send(answer(), { attempt }));
      if (stage.temporal.signals.length > before) named.push(attempt);
    }
    expect(named).toEqual([1, 2, 4, 8]);
  });
});

describe('an account that may not send', () => {
  it.each([
    [0, 30_000],
    [190, 30_000],
    [200, 30_000],
    [368, 30_000],
    [131031, 30_000],
    [131042, 30_000],
    [133010, 30_000],
    [133015, 300_000],
  ])('suspends its line (%i): nothing is lost, the message waits', async (code, nextRetryDelay) => {
    refuse(code);
    const failure = await failureOf(send(notice()));
    expect(failure).toMatchObject({ type: 'ChannelAccountBlocked', nonRetryable: false, nextRetryDelay });
    const [suspended, ...rest] = stage.temporal.signals;
    expect(suspended).toMatchObject({
      workflowId: 'line/md',
      signal: 'lineSuspended',
      started: { type: 'LineWorkflow', taskQueue: 'conversations', args: [{ line: stage.line }] },
    });
    expect(suspended?.argument).toMatchObject({ reason: expect.stringMatching(new RegExp(`^${code} `)) });
    expect(rest).toEqual([impeded('AccountBlocked')]);
  });

  it('is tried again though Temporal could not be told', async () => {
    refuse(190);
    stage.temporal.awayForSignals = new Error('14 UNAVAILABLE');
    expect(await failureOf(send(notice()))).toMatchObject({ type: 'ChannelAccountBlocked', nextRetryDelay: 30_000 });
  });
});

describe('what Graph will never take', () => {
  it.each([
    [131026, 'RecipientUnreachable'],
    [131030, 'RecipientUnreachable'],
    [130403, 'RecipientUnreachable'],
    [130472, 'RecipientUnreachable'],
    [130497, 'RecipientUnreachable'],
    [131049, 'RecipientUnreachable'],
    [131050, 'RecipientUnreachable'],
    [131062, 'PhoneNeeded'],
    [100, 'MessageRejected'],
    [131008, 'MessageRejected'],
    [131009, 'MessageRejected'],
    [131051, 'MessageRejected'],
    [999_999, 'MessageRejected'],
    [131047, 'WindowClosed'],
  ])('%i is %s: an answer has failed, a notice is owed', async (code, why) => {
    refuse(code, 2);
    expect(await send(answer())).toEqual({ result: 'failed', why, code });
    expect(await send(notice())).toEqual({ result: 'owe', why, code });
    expect(heard()).toEqual([]);
    expect(stage.temporal.signals).toEqual([]);
  });

  it.each([
    [131056, 'PairRateLimited'],
    [132000, 'TemplateMismatch'],
    [132012, 'TemplateMismatch'],
    [132001, 'TemplateUnavailable'],
    [132007, 'TemplateUnavailable'],
    [132015, 'TemplateUnavailable'],
    [132016, 'TemplateUnavailable'],
  ])('a notice is owed after %i, %s', async (code, why) => {
    refuse(code);
    expect(await send(notice())).toEqual({ result: 'owe', why, code });
  });
});

describe('silence is never taken for a no', () => {
  it.each(['timeoutBeforeEffect', 'timeoutAfterEffect', 'resetConnection', 'resetAfterEffect'])(
    '%s leaves the activity open for the status that carries the key',
    async (fault) => {
      stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, always: true, do: fault }]);
      const { sendMessage } = stage.activities({ channels: { whatsapp: stage.channel(700) } });
      expect(await failureOf(act(sendMessage, answer()))).toBeInstanceOf(CompleteAsyncError);
      expect(stage.temporal.signals).toEqual([impeded('SendOutcomeUnknown')]);
      expect(calls()).toBe(1);
      expect(heard()).toHaveLength(fault.endsWith('AfterEffect') ? 1 : 0);
    },
  );

  it.each([
    ['a page of a gateway', { status: 502 }],
    ['a 200 with nothing in it', { status: 200, body: {} }],
  ])('nor is %s', async (_, fault) => {
    stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, do: { ...fault, afterEffect: true } }]);
    expect(await failureOf(send(notice()))).toBeInstanceOf(CompleteAsyncError);
    expect(heard()).toHaveLength(1);
  });

  it('not even where Temporal is away and can’t be told: a failure would be retried, and the message doubled', async () => {
    stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, do: 'resetAfterEffect' }]);
    stage.temporal.awayForSignals = new Error('14 UNAVAILABLE');
    expect(await failureOf(send(notice()))).toBeInstanceOf(CompleteAsyncError);
  });
});

describe('a notice', () => {
  it('goes as a message while the window is open, by the latest message that anybody knows of', async () => {
    lineHas({ templates: approved('ro') });
    const lastInboundAt = new Date();
    stage.temporal.runs.set(CONVERSATION, conversationOf({ lastInboundAt }));
    expect(await send(outside())).toMatchObject({ result: 'sent', by: 'message' });
    expect(heard()[0]?.kind).toBe('text');
  });

  it('goes by its template outside, in the chosen language, whatever the record says', async () => {
    lineHas({ templates: approved('ro', 'ru', 'de') });
    stage.temporal.runs.set(CONVERSATION, conversationOf({ locale: 'de' }));
    expect(await send(outside({ capLocale: 'ru' }))).toMatchObject({ result: 'sent', by: 'template' });
    const [message, ...more] = heard();
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      kind: 'template',
      template: { name: 'miapos_payment_paid_v1', language: 'de' },
      key: `${PAYMENT}#notice-1`,
    });
  });

  it('carries by template too what support searches by', async () => {
    lineHas({ templates: approved('ro') });
    await send(outside());
    expect(heard()[0]?.body).toContain(`\nReferința: ${LINK_ID.slice(-6)}\n`);
  });

  it('names what was paid for where nobody said it: no parameter is ever empty', async () => {
    lineHas({ templates: approved('ro') });
    await send(outside());
    expect(heard()[0]?.body).toContain('plată fără descriere');
  });

  it('carries the button for a new link where its template has one', async () => {
    lineHas({ templates: approved('ro') });
    const request = outside();
    if (request.say.say !== 'notice') throw new Error('it is a notice');
    const expired = { ...request.say, notice: { ...request.say.notice, outcome: 'expired' as const } };
    await send({ ...request, say: { ...expired, retryId: `again:${LINK_ID}` } });
    expect(heard()[0]?.buttons).toEqual([{ id: `again:${LINK_ID}`, title: 'Link nou' }]);
  });

  it('goes by a template that became usable a moment ago, though the line was read before that', async () => {
    lineHas({ templates: [] });
    const { sendMessage } = stage.activities();
    const owed = await act(sendMessage, outside(), { activityId: 'notice-1' });
    lineHas({ templates: approved('ro') });
    const told = await act(sendMessage, outside({ by: 'template' }), { activityId: 'notice-2' });
    expect([owed.result, told.result]).toEqual(['owe', 'sent']);
  });

  it('is owed outside while no template is usable in that language, and Graph is not asked', async () => {
    lineHas({ templates: approved('ru') });
    expect(await send(outside())).toMatchObject({ result: 'owe', why: 'TemplateUnavailable' });
    expect(calls()).toBe(0);
  });

  it.each([
    ['the channel said that it is closed', { windowSaidClosed: true }, {}],
    ['the payment was told so', {}, { by: 'template' as const }],
  ])('goes by template inside the window too, once %s', async (_, memo, changes) => {
    lineHas({ templates: approved('ro') });
    stage.temporal.runs.set(CONVERSATION, conversationOf(memo));
    expect(await send(notice(changes))).toMatchObject({ result: 'sent', by: 'template' });
    expect(calls()).toBe(1);
  });

  it('goes as a message, though the chat was said to be closed, after a command that the chat has not heard of yet', async () => {
    lineHas({ templates: approved('ro') });
    const lastInboundAt = new Date(Date.now() - DAY);
    stage.temporal.runs.set(CONVERSATION, conversationOf({ windowSaidClosed: true, lastInboundAt }));
    expect(await send(notice({ lastInboundAt: new Date().toISOString() }))).toMatchObject({
      result: 'sent',
      by: 'message',
    });
  });

  it('that 131047 stops goes by template at once, exactly one', async () => {
    lineHas({ templates: approved('ro') });
    stage.meta.faults.replace([
      { match: { operation: 'sendMessage', contains: 'preview_url' }, always: true, do: { code: 131047 } },
    ]);
    expect(await send(notice())).toMatchObject({ result: 'sent', by: 'template' });
    expect(heard().map(({ kind }) => kind)).toEqual(['template']);
    expect(calls()).toBe(2);
  });

  it.each([131026, 131056, 131016, 190, 'resetAfterEffect', 'timeoutBeforeEffect'])(
    'that %p stops does not try its luck by template: only a closed window does',
    async (fault) => {
      lineHas({ templates: approved('ro') });
      const fails = typeof fault === 'number' ? { code: fault } : fault;
      stage.meta.faults.replace([{ match: { operation: 'sendMessage' }, do: fails }]);
      const { sendMessage } = stage.activities({ channels: { whatsapp: stage.channel(700) } });
      await act(sendMessage, notice(), { activityId: 'notice-1' }).catch(() => undefined);
      expect(calls()).toBe(1);
    },
  );

  it('whose template meets silence stays open like any other', async () => {
    lineHas({ templates: approved('ro') });
    stage.meta.faults.replace([
      { match: { operation: 'sendMessage', contains: 'preview_url' }, always: true, do: { code: 131047 } },
      { match: { operation: 'sendMessage' }, do: 'resetAfterEffect' },
    ]);
    expect(await failureOf(send(notice()))).toBeInstanceOf(CompleteAsyncError);
    expect(heard()).toHaveLength(1);
  });

  it('is owed with what was seen of the line, which knows by that whether its templates have changed since', async () => {
    lineHas({ templates: [] });
    expect(await send(outside())).toMatchObject({ result: 'owe', seen: 0 });
    lineHas({ templates: approved('ru'), changes: 7 });
    expect(await send(outside())).toMatchObject({ result: 'owe', seen: 7 });
  });

  it('is owed where the channel paused the template and nobody has heard of it yet', async () => {
    lineHas({ templates: approved('ro') });
    refuse(132015);
    expect(await send(outside())).toEqual({ result: 'owe', why: 'TemplateUnavailable', code: 132015 });
  });
});

describe('an answer', () => {
  it('is left to the channel’s own clock: ours never holds it back', async () => {
    const long = new Date(Date.now() - 2 * DAY).toISOString();
    expect(await send(answer({ lastInboundAt: long }))).toMatchObject({ result: 'sent', by: 'message' });
  });

  it('never goes by template', async () => {
    lineHas({ templates: approved('ro') });
    refuse(131047);
    expect(await send(answer())).toEqual({ result: 'failed', why: 'WindowClosed', code: 131047 });
    expect(calls()).toBe(1);
  });
});

it('no failure quotes what Meta said, which may hold the phone', async () => {
  stage.meta.faults.replace([
    { match: { operation: 'sendMessage' }, always: true, do: { code: 131016, message: `no route to +${phone}` } },
  ]);
  const failure = await failureOf(send(answer()));
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(phone);
});
