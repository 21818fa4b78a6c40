import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { act, failureOf, startActivityStage } from './support/stage';
import type { ActivityStage } from './support/stage';

const CONVERSATION = 'conversation/md/abcdefghijklmnopqrstuvwx23';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

describe('what is owed reaches the conversation', () => {
  const request = () => ({
    conversationId: CONVERSATION,
    input: { line: stage.line, contact: { phone: '37369000001' }, timings: DEFAULT_TIMINGS },
    signal: 'debtsAsked' as const,
    argument: { linkId: 'abc', at: '2026-11-23T10:00:00.000Z' },
  });

  it('as a signal and nothing more, where it is there', async () => {
    stage.temporal.runs.set(CONVERSATION, {});
    await act(stage.activities().tellConversation, request());
    const { signal, argument } = request();
    expect(stage.temporal.signals).toEqual([{ workflowId: CONVERSATION, signal, argument }]);
  });

  it.each([
    ['nobody has written before', undefined],
    ['it was terminated', { closed: true }],
  ])('also where %s: it is started with all it needs, on its own queue', async (_, run) => {
    if (run !== undefined) stage.temporal.runs.set(CONVERSATION, run);
    await act(stage.activities({ taskQueuePrefix: 'blue-' }).tellConversation, request());
    expect(stage.temporal.signals).toEqual([
      {
        workflowId: CONVERSATION,
        signal: 'debtsAsked',
        argument: { linkId: 'abc', at: '2026-11-23T10:00:00.000Z' },
        started: {
          type: 'ConversationWorkflow',
          taskQueue: 'blue-conversations',
          args: [request().input],
          policy: 'ALLOW_DUPLICATE',
          onConflict: 'USE_EXISTING',
          memo: { windowSaidClosed: false, debts: 0 },
        },
      },
    ]);
  });

  it('is tried again where Temporal is away', async () => {
    stage.temporal.away = new Error('14 UNAVAILABLE');
    expect(await failureOf(act(stage.activities().tellConversation, request()))).toBe(stage.temporal.away);
  });
});

describe('a line', () => {
  it('hears which conversation waits for a template, started if need be', async () => {
    const argument = { conversationId: CONVERSATION };
    const { tellLine } = stage.activities();
    await act(tellLine, { line: stage.line, signal: 'templateAwaited', argument });
    expect(stage.temporal.signals).toEqual([
      {
        workflowId: 'line/md',
        signal: 'templateAwaited',
        argument,
        started: {
          type: 'LineWorkflow',
          taskQueue: 'conversations',
          args: [{ line: stage.line }],
          policy: 'ALLOW_DUPLICATE',
          onConflict: 'USE_EXISTING',
          memo: { templates: [] },
        },
      },
    ]);
  });

  it('reads its templates from the account: ours only, all pages', async () => {
    const { name, ...other } = { name: 'someone_elses', language: 'ro', category: 'MARKETING' as const };
    const components = [{ type: 'body', text: 'Salut' }];
    stage.meta.desk.create(stage.line.wabaId ?? '', { name, ...other, components });
    const templates = await act(stage.activities().readTemplates, stage.line);
    expect(templates).toHaveLength(35);
    expect(new Set(templates.map(({ status, category }) => `${status} ${category}`))).toEqual(
      new Set(['APPROVED UTILITY']),
    );
  });

  it.each([
    [{ code: 190 }, 'ChannelAccountBlocked', 30_000],
    [{ code: 80007, retryAfterSeconds: 60 }, 'ChannelThrottled', 60_000],
    ['resetConnection', 'ChannelTransient', undefined],
  ])('reads them again after %j', async (fault, type, nextRetryDelay) => {
    stage.meta.faults.replace([{ match: { operation: 'listTemplates' }, do: fault }]);
    const failure = await failureOf(act(stage.activities().readTemplates, stage.line));
    expect(failure).toMatchObject({ type, nonRetryable: false });
    expect(failure).toHaveProperty('nextRetryDelay', nextRetryDelay);
  });

  it('of a channel without templates has none', async () => {
    const bot = { ...stage.line, id: 'bot', channel: 'telegram' as const };
    expect(await act(stage.activities().readTemplates, bot)).toEqual([]);
  });
});
