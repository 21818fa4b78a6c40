import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { answers, script, startProcess } from '../../sandbox/processes';
import type { RunningProcess } from '../../sandbox/processes';
import { freePort } from '../../sandbox/ports';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { run } from '../ops/programs';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const DEPLOYMENT = 'miapos-test';
let live: Live;
let next: RunningProcess | undefined;

beforeAll(async () => {
  live = await startLive({ env: { DEPLOYMENT_NAME: DEPLOYMENT, BUILD_ID: 'one' } });
});
afterAll(async () => {
  await next?.stop();
  await live.stop();
});

/** `npm run rollout` as a deployment step runs it, from the sources: with nothing but what it reads. */
const rollout = (...args: readonly string[]) =>
  run(process.execPath, ['--import', 'tsx', join(__dirname, '..', '..', 'ops/rollout.ts'), ...args], {
    PATH: process.env['PATH'] ?? '',
    DEPLOYMENT_NAME: DEPLOYMENT,
    TEMPORAL_ADDRESS: live.stack.env['TEMPORAL_ADDRESS'] ?? '',
  });

async function startWorker(build: string): Promise<RunningProcess> {
  const port = await freePort();
  return startProcess({
    name: `the worker of ${build}`,
    ...script('workers/main.ts'),
    env: { ...live.stack.env, BUILD_ID: build, WORKER_PORT: String(port) },
    logFile: join(live.folder, `worker-${build}.log`),
    ready: answers(`http://localhost:${String(port)}/readyz`),
  });
}

const heard = (phone: string, text: string) =>
  eventually(
    () => live.heard(phone),
    (all) => all.some(({ body }) => body.includes(text)),
    60_000,
  );
const made = (description: string) => live.payments().find((payment) => payment.description === description);
const pay = (description: string) => fetch(`${made(description)?.checkoutPage ?? ''}/pay`, { method: 'POST' });

/** The versions that worked on a run, in order. */
async function versionsOf(workflowId: string): Promise<readonly string[]> {
  const { events } = await live.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: done }) =>
    done == null ? [] : [done.deploymentVersion?.buildId ?? 'none'],
  );
}
const paymentOf = (description: string) => paymentLinkWorkflowId(made(description)?.orderId ?? '');

/** Of the only seller there is so far. */
async function conversation(): Promise<string> {
  const query = 'WorkflowType = "ConversationWorkflow"';
  const found = await eventually(
    async () => {
      const ids: string[] = [];
      for await (const { workflowId } of live.client.workflow.list({ query })) ids.push(workflowId);
      return ids;
    },
    (ids) => ids.length === 1,
  );
  return found[0] ?? '';
}

describe('a rollout', () => {
  it('does nothing before the new workers poll, and says what it waits for', async () => {
    const { code, stderr } = await rollout('--build', 'never-built', '--within', 'PT1S');
    expect(code).toBe(1);
    expect(stderr).toMatch(/never-built .*did not become current: no worker of it polls payment-links, conversations/);
  });

  it('does nothing for a version whose workers polled and stopped, though Temporal still lists them', async () => {
    const gone = await startWorker('gone');
    await gone.stop();
    const { code, stderr } = await rollout('--build', 'gone', '--within', 'PT10S');
    expect(code).toBe(1);
    expect(stderr).toMatch(/gone .*did not become current: no worker of it polls payment-links, conversations/);
    expect((await rollout('--status')).stdout).not.toContain('CURRENT');
  });

  it('lets a payment end on the version it began with, starts new ones on the new, and moves a chat over', async () => {
    const first = await rollout('--build', 'one');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/one +CURRENT/) });
    live.write(ANA, 'pay 100 "Old"');
    await heard(ANA, '/checkout/');
    const chat = await conversation();
    await eventually(
      () => versionsOf(chat),
      (versions) => versions.length > 0,
    );

    next = await startWorker('two');
    const second = await rollout('--build', 'two');
    expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/two +CURRENT/) });
    expect(second.stdout).toMatch(/one +DRAINING .*must stay/);

    live.write(IVAN, 'pay 50 "New"');
    await heard(IVAN, '/checkout/');
    for (const description of ['Old', 'New']) await pay(description);
    await heard(ANA, '✅');
    await heard(IVAN, '✅');
    live.write(ANA, '/help');
    await eventually(
      () => versionsOf(chat),
      (versions) => versions.at(-1) === 'two',
    );
    for (const description of ['Old', 'New']) await live.client.workflow.getHandle(paymentOf(description)).result();

    expect(new Set(await versionsOf(paymentOf('Old')))).toEqual(new Set(['one']));
    expect(new Set(await versionsOf(paymentOf('New')))).toEqual(new Set(['two']));
    expect((await versionsOf(chat))[0]).toBe('one');
  });

  it('goes back to the version before, whose workers still run', async () => {
    expect(await rollout('--build', 'one')).toMatchObject({ code: 0, stdout: expect.stringMatching(/one +CURRENT/) });
    live.write(ANA, 'pay 70 "Back"');
    await eventually(
      () => made('Back'),
      (payment) => payment !== undefined,
    );
    await pay('Back');
    await live.client.workflow.getHandle(paymentOf('Back')).result();
    expect(new Set(await versionsOf(paymentOf('Back')))).toEqual(new Set(['one']));
  });
});
