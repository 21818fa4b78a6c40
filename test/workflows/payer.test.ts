import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { DEFAULT_RTP_LIMITS as limits } from '../../config/rtp-limits';
import type { PayerWorkflow } from '../../workflows';
import { requestMoved, reserved } from '../../workflows/payer.contract';
import { goodWorld } from '../support/builders';
import { createStage } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

type Handle = WorkflowHandle<typeof PayerWorkflow>;
const DAY = 86_400_000;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(() => 0));
});
afterAll(async () => {
  await stage.env.teardown();
});

const payer = <T>(play: (handle: Handle) => Promise<T>): Promise<T> =>
  stage.perform({}, async (taskQueue) => {
    const handle = await stage.env.client.workflow.start<typeof PayerWorkflow>('PayerWorkflow', {
      taskQueue,
      workflowId: `payer/${taskQueue}`,
      args: [{}],
    });
    try {
      return await play(handle);
    } finally {
      await handle.terminate().catch(() => undefined);
    }
  });

async function ask(handle: Handle, linkId: string, sellerId = 'pos-0001') {
  const openUntil = new Date((await stage.env.currentTimeMs()) + DAY / 24).toISOString();
  return handle.executeUpdate(reserved, { args: [{ linkId, sellerId, openUntil, limits }] });
}
const tell = (handle: Handle, linkId: string, news: 'sent' | 'unsent' | 'SUCCESS' | 'DECLINED') =>
  handle.signal(requestMoved, { linkId, news });

describe('what is remembered of a payer', () => {
  it('allows three open requests over all sellers, and one more once one has ended', async () => {
    await payer(async (handle) => {
      for (const linkId of ['a', 'b', 'c'])
        expect(await ask(handle, linkId, linkId)).toEqual({ allowed: true, known: false });
      expect(await ask(handle, 'd')).toEqual({ allowed: false, why: 'payerLimit' });
      await tell(handle, 'a', 'SUCCESS');
      expect(await ask(handle, 'e')).toMatchObject({ allowed: true });
    });
  });

  it('gives the same request the same place', async () => {
    await payer(async (handle) => {
      for (let times = 0; times < 5; times += 1) expect(await ask(handle, 'a')).toMatchObject({ allowed: true });
    });
  });

  it('knows who sent it a request before', async () => {
    await payer(async (handle) => {
      await ask(handle, 'a');
      await tell(handle, 'a', 'sent');
      expect(await ask(handle, 'b')).toEqual({ allowed: true, known: true });
      expect(await ask(handle, 'c', 'pos-0002')).toEqual({ allowed: true, known: false });
    });
  });

  it('stops a seller after two declines, and still does 29 days later', async () => {
    await payer(async (handle) => {
      await ask(handle, 'a');
      await tell(handle, 'a', 'DECLINED');
      await ask(handle, 'b');
      await tell(handle, 'b', 'DECLINED');
      await stage.env.sleep(29 * DAY);
      expect(await ask(handle, 'c')).toEqual({ allowed: false, why: 'payerDeclined' });
      expect(await ask(handle, 'd', 'pos-0002')).toMatchObject({ allowed: true });
      await stage.env.sleep(2 * DAY);
      expect(await ask(handle, 'e')).toMatchObject({ allowed: true });
    });
  });

  it('is forgotten after 30 quiet days', async () => {
    await payer(async (handle) => {
      await ask(handle, 'a');
      await stage.env.sleep(29 * DAY);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await stage.env.sleep(2 * DAY);
      await expect(handle.result()).resolves.toBeUndefined();
    });
  });

  it('survives a history that grows long', async () => {
    await payer(async (handle) => {
      const { runId } = await handle.describe();
      await ask(handle, 'a');
      await tell(handle, 'a', 'DECLINED');
      await ask(handle, 'b');
      await tell(handle, 'b', 'DECLINED');
      for (let times = 0; times < 20; times += 1) {
        await Promise.all(Array.from({ length: 60 }, () => tell(handle, 'b', 'sent')));
      }
      const chain = stage.env.client.workflow.getHandle<typeof PayerWorkflow>(handle.workflowId);
      expect(await ask(chain, 'c')).toEqual({ allowed: false, why: 'payerDeclined' });
      expect((await chain.describe()).runId).not.toBe(runId);
    });
  });
});
