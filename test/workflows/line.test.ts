import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import { usableTemplates } from '../../domain/template';
import type { TemplateState } from '../../domain/template';
import type { LineWorkflow } from '../../workflows';
import * as contract from '../../workflows/line.contract';
import type { LineMemo } from '../../workflows/line.contract';
import { goodWorld, line } from '../support/builders';
import { end, HOUR, MINUTE, signalsOf, stuckOf } from '../support/chat';
import { eventually } from '../support/live';
import { createStage } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

const pending: TemplateState = { name: 'miapos_payment_paid_v1', locale: 'ro', status: 'PENDING', category: 'UTILITY' };
const { name, locale } = pending;

interface LookedAfter {
  readonly handle: WorkflowHandle<typeof LineWorkflow>;
  /** What senders read, once it is as they need it. */
  readonly shows: (isSo: (memo: LineMemo) => boolean) => Promise<LineMemo>;
  readonly ago: (ms: number) => Promise<string>;
}

/** A line is looked after in a world as given, until the play is over. */
const look = (readTemplates: Activities['readTemplates'], play: (line: LookedAfter) => Promise<void>) =>
  stage.perform({ readTemplates }, async (taskQueue) => {
    const handle = await stage.env.client.workflow.start<typeof LineWorkflow>('LineWorkflow', {
      taskQueue,
      workflowId: `line/${taskQueue}`,
      args: [{ line }],
    });
    const memo = async () => ({ templates: [], ...(await handle.describe()).memo }) as LineMemo;
    const ago = async (ms: number) => new Date((await stage.env.currentTimeMs()) - ms).toISOString();
    await play({ handle, shows: (isSo) => eventually(memo, isSo), ago }).finally(() => end(handle));
  });

const calm = () => Promise.resolve([pending]);

describe('the templates of a line', () => {
  it('are known to all who send as soon as the channel says what became of one', async () => {
    await look(calm, async ({ handle, shows }) => {
      await shows(({ templates }) => templates.length === 1);
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      await shows(({ templates }) => templates[0]?.status === 'APPROVED');
      await handle.signal(contract.templateReported, { name, locale, category: 'MARKETING' });
      const { templates } = await shows((memo) => memo.templates[0]?.category === 'MARKETING');
      expect(templates).toEqual([{ ...pending, status: 'APPROVED', category: 'MARKETING' }]);
    });
  });

  it('are not set back by an older word that comes after a newer one, however long after', async () => {
    await look(calm, async ({ handle, shows, ago }) => {
      await shows(({ templates }) => templates.length === 1);
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED', at: await ago(MINUTE) });
      await handle.signal(contract.templateReported, { name, locale, status: 'PAUSED', at: await ago(HOUR) });
      const french = { name, locale: 'fr', status: 'PENDING', category: 'UTILITY' } as const;
      await handle.signal(contract.templateReported, { ...french, at: await ago(HOUR) });
      // The last of three signals: by then the two before it were heard.
      const { templates } = await shows((memo) => memo.templates.length === 2);
      expect(templates).toEqual([{ ...pending, status: 'APPROVED' }, french]);
    });
  });

  it('are read again every six hours, for a word that was lost', async () => {
    let status = 'PENDING';
    const later = () => Promise.resolve([{ ...pending, status }]);
    await look(later, async ({ shows }) => {
      await shows(({ templates }) => templates.length === 1);
      status = 'APPROVED';
      await stage.env.sleep(6 * HOUR + MINUTE);
      const { templates } = await shows((memo) => memo.templates[0]?.status === 'APPROVED');
      expect(templates).toHaveLength(1);
    });
  });

  it('are not set back by a reading that began before the channel said more', async () => {
    let answer: (templates: readonly TemplateState[]) => void = () => undefined;
    const reading = new Promise<readonly TemplateState[]>((resolve) => {
      answer = resolve;
    });
    let isAsked = false;
    await look(
      () => {
        isAsked = true;
        return reading;
      },
      async ({ handle, shows }) => {
        await eventually(() => isAsked, Boolean);
        await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
        await shows(({ templates }) => templates[0]?.status === 'APPROVED');
        const other: TemplateState = { ...pending, locale: 'ru' };
        answer([pending, other]);
        const { templates } = await shows((memo) => memo.templates.length === 2);
        expect(templates).toContainEqual({ ...pending, status: 'APPROVED' });
      },
    );
  });

  it('are read at once when the channel names one that the line does not know, and not all of it', async () => {
    let answer: (templates: readonly TemplateState[]) => void = () => undefined;
    let readings = 0;
    const reading = () => {
      readings += 1;
      return readings === 1
        ? Promise.resolve([])
        : new Promise<readonly TemplateState[]>((resolve) => (answer = resolve));
    };
    await look(reading, async ({ handle, shows }) => {
      await eventually(
        () => readings,
        (count) => count === 1,
      );
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      const unsure = await shows(({ templates }) => templates.length === 1);
      expect(usableTemplates(unsure.templates)).toEqual([]);
      await eventually(
        () => readings,
        (count) => count === 2,
      );
      // The list may be a moment behind the webhook: the status is the webhook's, the category the list's.
      answer([pending]);
      const { templates } = await shows((memo) => usableTemplates(memo.templates).length === 1);
      expect(templates).toEqual([{ ...pending, status: 'APPROVED' }]);
    });
  });

  it('are not sent when the channel approved them as marketing', async () => {
    await look(
      () => Promise.resolve([]),
      async ({ handle, shows }) => {
        await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED', category: 'MARKETING' });
        const { templates } = await shows((memo) => memo.templates.length === 1);
        expect(usableTemplates(templates)).toEqual([]);
      },
    );
  });

  it('are read from the new account at once when the line is configured anew', async () => {
    const asked: string[] = [];
    const reading: Activities['readTemplates'] = ({ wabaId }) => {
      asked.push(wabaId ?? '');
      return calm();
    };
    await look(reading, async ({ handle, shows }) => {
      await shows(({ templates }) => templates.length === 1);
      await handle.signal(contract.lineConfigured, line);
      await handle.signal(contract.lineConfigured, { ...line, wabaId: '4242' });
      await eventually(
        () => asked.length,
        (count) => count === 2,
      );
    });
    expect(asked).toEqual([line.wabaId, '4242']);
  });

  it('wake each conversation that waits for one once, when any of them changes', async () => {
    await look(calm, async ({ handle, shows }) => {
      await shows(({ templates }) => templates.length === 1);
      for (const conversationId of ['conversation/md/a', 'conversation/md/b', 'conversation/md/a'])
        await handle.signal(contract.templateAwaited, { conversationId });
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      const woken = await eventually(
        () => signalsOf(handle),
        (signals) => signals.length > 0,
      );
      await handle.signal(contract.templateReported, { name, locale, status: 'PAUSED' });
      await shows(({ templates }) => templates[0]?.status === 'PAUSED');
      expect(await signalsOf(handle)).toHaveLength(2);
      expect(woken.map(({ signal }) => signal)).toContain('templatesChanged');
      expect((await handle.query(contract.lineState)).waiting).toEqual([]);
    });
  });

  it('wake a conversation that looked just before they changed, and asks just after', async () => {
    await look(calm, async ({ handle, shows }) => {
      const { changes } = await shows(({ templates }) => templates.length === 1);
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      await shows(({ templates }) => templates[0]?.status === 'APPROVED');
      await handle.signal(contract.templateAwaited, { conversationId: 'conversation/md/late', seen: changes ?? 0 });
      const woken = await eventually(
        () => signalsOf(handle),
        (signals) => signals.length > 0,
      );
      expect(woken).toMatchObject([{ to: 'conversation/md/late', signal: 'templatesChanged' }]);
    });
  });

  it('wake nobody who saw them as they are, or can not say what it saw', async () => {
    await look(calm, async ({ handle, shows }) => {
      const { changes } = await shows(({ templates }) => templates.length === 1);
      await handle.signal(contract.templateAwaited, { conversationId: 'conversation/md/a', seen: changes ?? 0 });
      await handle.signal(contract.templateAwaited, { conversationId: 'conversation/md/b' });
      const { waiting } = await eventually(
        () => handle.query(contract.lineState),
        (state) => state.waiting.length === 2,
      );
      expect(waiting).toEqual(['conversation/md/a', 'conversation/md/b']);
      expect(await signalsOf(handle)).toEqual([]);
    });
  });

  it('wake who waits for one that became usable while so many others were woken that the line began anew', async () => {
    const russian: TemplateState = { ...pending, locale: 'ru' };
    let atMeta = [pending, russian];
    const waiting = Array.from({ length: 450 }, (_, index) => `conversation/md/${index}`);
    await stage.perform({ readTemplates: () => Promise.resolve(atMeta) }, async (taskQueue) => {
      const handle = await stage.env.client.workflow.start<typeof LineWorkflow>('LineWorkflow', {
        taskQueue,
        workflowId: `line/${taskQueue}`,
        args: [{ line, state: { templates: atMeta, waiting } }],
      });
      const first = (await handle.describe()).runId;
      atMeta = [{ ...pending, status: 'APPROVED' }, russian];
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      await eventually(
        () => signalsOf(handle),
        (woken) => woken.length > 0,
      );
      await handle.signal(contract.templateAwaited, { conversationId: 'conversation/md/russian' });
      atMeta = atMeta.map((one) => ({ ...one, status: 'APPROVED' }));
      await handle.signal(contract.templateReported, { name, locale: 'ru', status: 'APPROVED' });
      await eventually(
        async () => (await handle.describe()).runId,
        (runId) => runId !== first,
      );
      const woken = await eventually(
        () => signalsOf(handle),
        (signals) => signals.length > 0,
      );
      expect(woken).toMatchObject([{ to: 'conversation/md/russian' }]);
      await end(handle);
    });
  });
});

describe('a line whose account may not send', () => {
  const isSuspended = (memo: LineMemo) => memo.suspended != null;
  const isSending = (memo: LineMemo) => memo.suspended == null;

  it('is shown as blocked, also when its templates can not be read, until the channel says that it is over', async () => {
    const refused = () => Promise.reject(new Error('the account is restricted'));
    await look(refused, async (looked) => {
      const { handle, shows, ago } = looked;
      const at = await ago(0);
      await handle.signal(contract.lineSuspended, { reason: 'payment method missing', at });
      expect((await shows(isSuspended)).suspended).toEqual({ reason: 'payment method missing', since: at });
      const { reason, since } = await stuckOf(looked);
      expect([reason, since?.toISOString()]).toEqual(['AccountBlocked', at]);
      await handle.signal(contract.lineResumed, { at: await ago(0) });
      await shows(isSending);
      expect(await stuckOf(looked)).toEqual({});
    });
  });

  it('sends again by itself when the suspension has an end', async () => {
    await look(calm, async ({ handle, shows, ago }) => {
      await handle.signal(contract.lineSuspended, { reason: 'rate', at: await ago(0), until: await ago(-HOUR) });
      await shows(isSuspended);
      await stage.env.sleep(HOUR + MINUTE);
      expect(isSending(await shows(isSending))).toBe(true);
    });
  });

  it('is not suspended by an old word that comes after a newer one', async () => {
    await look(calm, async ({ handle, shows, ago }) => {
      await handle.signal(contract.lineResumed, { at: await ago(MINUTE) });
      await handle.signal(contract.lineSuspended, { reason: 'late', at: await ago(HOUR) });
      // The last of three signals: by then the two before it were heard.
      await handle.signal(contract.templateReported, { name, locale, status: 'APPROVED' });
      expect(isSending(await shows(({ templates }) => templates[0]?.status === 'APPROVED'))).toBe(true);
    });
  });

  it('goes on at the word of an operator, who says why; there is nothing to resume otherwise', async () => {
    await look(calm, async ({ handle, shows, ago }) => {
      const word = { reason: 'the card was renewed', operator: 'ana' };
      const refusal = async (args: Partial<typeof word>) => {
        const refused: unknown = await handle
          .executeUpdate(contract.resumeLine, { args: [args as typeof word] })
          .catch((error: unknown) => error);
        if (!(refused instanceof WorkflowUpdateFailedError)) throw new Error('The update was not refused.');
        return refused.cause?.message;
      };
      expect(await refusal(word)).toMatch(/not suspended/u);
      await handle.signal(contract.lineSuspended, { reason: 'payment method missing', at: await ago(0) });
      await shows(isSuspended);
      expect(await refusal({ operator: 'ana' })).toMatch(/reason/u);
      await handle.executeUpdate(contract.resumeLine, { args: [word] });
      await shows(isSending);
    });
  });
});
