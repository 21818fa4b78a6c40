import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { readEnv } from '../../config/env';
import { createDataConverter } from '../../workers/codec/data-converter';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { keysIn } from '../support/held';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const MINUTES = 300_000;

let live: Live;
let reader: Client;
let old: string;
let fresh: string;
/** When the second step was done everywhere. */
let freshSince: string;

beforeAll(async () => {
  live = await startLive();
  old = live.stack.env['PAYLOAD_KEYS'] ?? '';
  fresh = `fresh:${randomBytes(32).toString('base64')}`;
  const { payloadKeys } = readEnv({ ...live.stack.env, PAYLOAD_KEYS: `${fresh},${old}` }, 'worker', () => 'test');
  reader = new Client({ connection: live.client.connection, dataConverter: createDataConverter(payloadKeys) });
}, MINUTES);
afterAll(async () => {
  await live.stop();
}, MINUTES);

async function restart(part: 'api' | 'worker', ...keys: readonly string[]): Promise<void> {
  await live.stack.running(part).stop();
  await live.stack.start(part, { PAYLOAD_KEYS: keys.join(',') });
}

const made = (description: string) => live.payments().find((payment) => payment.description === description);
const hears = async (phone: string, act: () => unknown) => {
  const before = live.heard(phone).length;
  act();
  await eventually(
    () => live.heard(phone).length,
    (count) => count > before,
  );
};
const sells = (phone: string, description: string) => hears(phone, () => live.write(phone, `pay 10 "${description}"`));

/** The keys that all of this link's payment was encrypted with: its start, and what came after. */
async function keysOf(description: string): Promise<readonly string[]> {
  const handle = reader.workflow.getHandle(paymentLinkWorkflowId(made(description)?.orderId ?? ''));
  const { raw } = await handle.describe();
  return [...keysIn([raw, await handle.fetchHistory()])].sort();
}

/** A customer pays. @returns what the seller hears then */
async function told(phone: string, description: string): Promise<string | undefined> {
  await hears(phone, () => fetch(`${made(description)?.checkoutPage ?? ''}/pay`, { method: 'POST' }));
  return live.heard(phone).at(-1)?.body;
}

/** What the alert WorkflowTasksFail rings for. */
async function failedTasks(): Promise<number> {
  const figures = await (await fetch(`http://localhost:${String(live.stack.ports.worker)}/metrics`)).text();
  const counts = [...figures.matchAll(/^temporal_workflow_task_execution_failed_total\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
const keptFromBefore = async () => (await reader.workflow.count(`StartTime < "${freshSince}"`)).count;

describe('a change of PAYLOAD_KEYS, process by process', () => {
  it('begins with payments of the old key, of two sellers', async () => {
    await sells(ANA, 'Before');
    await sells(IVAN, 'До того');
    expect(await keysOf('Before')).toEqual(['sandbox']);
  });

  it(
    '1. `old,new`: everything goes on under the old key, and every process can read the new',
    async () => {
      await restart('api', old, fresh);
      await sells(ANA, 'Api has both');
      await restart('worker', old, fresh);
      await sells(ANA, 'Both have both');
      expect(await keysOf('Both have both')).toEqual(['sandbox']);
    },
    MINUTES,
  );

  it(
    '2. `new,old`: what is new is under the new key, also while the other process is not restarted yet',
    async () => {
      await restart('api', fresh, old);
      await sells(ANA, 'Api is new');
      expect(await keysOf('Api is new')).toContain('fresh');
      await restart('worker', fresh, old);
      freshSince = new Date().toISOString();
      await sells(ANA, 'Both are new');
      expect(await keysOf('Both are new')).toEqual(['fresh']);
    },
    MINUTES,
  );

  it(
    'links of every step are paid and told',
    async () => {
      for (const link of ['Before', 'Api has both', 'Both have both', 'Api is new', 'Both are new'])
        expect(await told(ANA, link)).toContain(link);
    },
    MINUTES,
  );

  it(
    '3. `new` too early: what is left of the old key is counted, and a chat that needs it stands still, and rings',
    async () => {
      expect(await keptFromBefore()).toBeGreaterThan(0);
      await restart('api', fresh);
      await restart('worker', fresh);
      const heard = live.heard(IVAN).length;
      live.write(IVAN, '/list');
      expect(await eventually(failedTasks, (count) => count > 0)).toBeGreaterThan(0);
      expect(live.heard(IVAN)).toHaveLength(heard);
    },
    MINUTES,
  );

  it(
    'and nothing is lost by it: with the old key back, who waited is answered and what was open is paid',
    async () => {
      const heard = live.heard(IVAN).length;
      await restart('worker', fresh, old);
      await restart('api', fresh, old);
      await eventually(
        () => live.heard(IVAN).length,
        (count) => count > heard,
      );
      expect(await told(IVAN, 'До того')).toMatch(/^✅/);
    },
    MINUTES,
  );
});
