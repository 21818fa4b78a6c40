import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import type { ClosuresWorkflow, ConversationWorkflow, LineWorkflow } from '../../workflows';
import * as closures from '../../workflows/closures.contract';
import * as chat from '../../workflows/conversation.contract';
import * as lines from '../../workflows/line.contract';
import * as contract from '../../workflows/payment-link.contract';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import type { Closed } from '../../domain/closures';
import type { Debt } from '../../domain/outcome';
import { finalReport, goodWorld, line, LINK_ID, merchant, paymentInput } from '../support/builders';
import { eventually } from '../support/live';
import { refusal } from '../support/operators';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle } from '../support/payment-run';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const WHO = { operator: 'ops-1', reason: 'the seller cleared the chat' };
let stage: Stage;
let now = 0;
const world = goodWorld(() => now);

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

async function payment<T>(changes: Partial<Activities>, play: (handle: PaymentHandle) => Promise<T>) {
  now = await stage.env.currentTimeMs();
  return stage.perform(changes, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput('pay 100 "Cafea"', now));
    return play(handle);
  });
}

const start = <W extends typeof ConversationWorkflow | typeof LineWorkflow | typeof ClosuresWorkflow>(
  type: string,
  taskQueue: string,
  args: Parameters<W>,
): Promise<WorkflowHandle<W>> =>
  stage.env.client.workflow.start<W>(type, { taskQueue, workflowId: `${type}/${taskQueue}`, args } as never);

describe('the link', () => {
  it('is sent once more at an operator’s word, and not without a reason or after the payment', async () => {
    await payment({}, async (handle) => {
      // There is nothing to send once more before.
      await shows(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      await handle.executeUpdate(contract.resendLink, { args: [WHO] });
      expect(wordsOf(stage).map(({ say }) => say)).toEqual(['link', 'link']);
      const silent = handle.executeUpdate(contract.resendLink, { args: [{ ...WHO, reason: '' }] });
      expect(await refusal(silent)).toMatch(/reason/);
      await handle.executeUpdate(contract.cancel);
      expect(await refusal(handle.executeUpdate(contract.resendLink, { args: [WHO] }))).toMatch(/Cancelled/);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.result();
    });
  });
});

describe('what ops closed', () => {
  it.each<[Closed, string]>([
    [{ kind: 'bank', id: merchant.bank.id }, 'bank'],
    [{ kind: 'merchant', id: merchant.merchantId }, 'merchant'],
    [{ kind: 'seller', id: 'pos-0001' }, 'seller'],
    [{ kind: 'line', id: 'md' }, 'line'],
  ])('%p gets one clear answer and makes no payment', async (closed, what) => {
    const opened: Activities['openCommand'] = async (input) =>
      ({
        ...(await world.openCommand(input)),
        closed: [closed],
      }) as Awaited<ReturnType<Activities['openCommand']>>;
    const result = await payment({ openCommand: opened }, (handle) => handle.result());
    expect(result.state).toBe('Refused');
    expect(wordsOf(stage)).toEqual([{ say: 'closed', what }]);
  });

  it('is kept with who closed it and why until it is opened again', async () => {
    await stage.perform({}, async (taskQueue) => {
      const handle = await start<typeof ClosuresWorkflow>('ClosuresWorkflow', taskQueue, [{}]);
      const bank = { kind: 'bank', id: 'codru-bank', ...WHO } as const;
      expect(await handle.executeUpdate(closures.close, { args: [bank] })).toMatchObject([bank]);
      expect((await handle.describe()).memo).toMatchObject({ closures: [bank] });
      const unknown = handle.executeUpdate(closures.open, { args: [{ ...bank, id: 'another' }] });
      expect(await refusal(unknown)).toBe('The bank another is not closed.');
      expect(await handle.executeUpdate(closures.open, { args: [bank] })).toEqual([]);
      await handle.terminate();
    });
  });
});

describe('a suspended line', () => {
  it('goes on after one word, which is refused where it is not suspended', async () => {
    await stage.perform({}, async (taskQueue) => {
      const handle = await start<typeof LineWorkflow>('LineWorkflow', taskQueue, [{ line }]);
      await handle.signal(lines.lineSuspended, { reason: '190 token', at: new Date(now).toISOString() });
      // An update may overtake a signal.
      await eventually(
        () => handle.query(lines.lineState),
        ({ suspended }) => suspended !== undefined,
      );
      await handle.executeUpdate(lines.resumeLine, { args: [WHO] });
      expect((await handle.query(lines.lineState)).suspended).toBeUndefined();
      expect(await refusal(handle.executeUpdate(lines.resumeLine, { args: [WHO] }))).toMatch(/not suspended/);
      await handle.terminate();
    });
  });
});

describe('a chat', () => {
  const debtOf = (): Debt => ({
    notice: {
      linkId: LINK_ID,
      seq: 1,
      outcome: 'paid',
      amount: { minor: 100, currency: 'MDL' },
      at: new Date(now).toISOString(),
    },
    why: 'RecipientUnreachable',
    since: new Date(now).toISOString(),
  });

  async function owing<T>(play: (handle: WorkflowHandle<typeof ConversationWorkflow>) => Promise<T>) {
    now = await stage.env.currentTimeMs();
    return stage.perform({}, async (taskQueue) => {
      const input = { line, contact: { phone: '37369000001' }, timings: DEFAULT_TIMINGS };
      const handle = await start<typeof ConversationWorkflow>('ConversationWorkflow', taskQueue, [input]);
      await handle.signal(chat.owed, debtOf());
      await eventually(
        () => owedBy(handle),
        ({ length }) => length === 1,
      );
      return play(handle);
    });
  }
  const owedBy = async (handle: WorkflowHandle<typeof ConversationWorkflow>) =>
    (await handle.query(chat.conversationState)).debts;

  it('tries a held notice again at an operator’s word', async () => {
    await owing(async (handle) => {
      await handle.executeUpdate(chat.resendNotice, { args: [{ ...WHO, linkId: LINK_ID }] });
      while ((await owedBy(handle)).length > 0) await new Promise((resolve) => setImmediate(resolve));
      expect(wordsOf(stage)).toMatchObject([{ say: 'notice', notice: { linkId: LINK_ID } }]);
      await handle.terminate();
    });
  });

  it('gives a held notice up, switches its language, and ends when it is to be forgotten', async () => {
    await owing(async (handle) => {
      expect(await refusal(handle.executeUpdate(chat.forget, { args: [WHO] }))).toMatch(/still owed/);
      const other = handle.executeUpdate(chat.dropNotice, { args: [{ ...WHO, linkId: 'other' }] });
      expect(await refusal(other)).toMatch(/owes no notice/);
      await handle.executeUpdate(chat.dropNotice, { args: [{ ...WHO, linkId: LINK_ID }] });
      expect(await owedBy(handle)).toEqual([]);
      const wrong = handle.executeUpdate(chat.switchLocale, { args: [{ ...WHO, locale: 'xx' as never }] });
      expect(await refusal(wrong)).toMatch(/ro, ru, en, fr, de/);
      await handle.executeUpdate(chat.switchLocale, { args: [{ ...WHO, locale: 'de' }] });
      expect((await handle.query(chat.conversationState)).locale).toBe('de');
      await handle.executeUpdate(chat.forget, { args: [WHO] });
      await handle.result();
    });
  });
});
