import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../activities';
import type { FinalStatus } from '../../../domain/payment';
import * as contract from '../../../workflows/payment-link.contract';
import { goodWorld, line, ORIGIN, paymentInput, report } from '../../support/builders';
import { startPayment } from '../../support/payment-run';
import type { PaymentHandle as Handle } from '../../support/payment-run';
import { createStage } from '../../support/workflow-stage';
import type { Stage } from '../../support/workflow-stage';

export const VALID_MS = 6 * 3_600_000;

export interface LastingLinks {
  readonly stage: Stage;
  readonly world: Activities;
  /** The server's clock, to be read before every activity that tells times. @returns ms since the epoch */
  readonly tick: () => Promise<number>;
  /** Plays with a link of a line whose links live for six hours, from its command on. */
  readonly link: <T>(changes: Partial<Activities>, play: (handle: Handle) => Promise<T>) => Promise<T>;
}

/** Links that outlive their payments, on a server of their own whose clock jumps. */
export async function createLastingLinks(): Promise<LastingLinks> {
  let now = 0;
  const world = goodWorld(() => now);
  const stage = await createStage(world);
  const tick = async () => (now = await stage.env.currentTimeMs());
  /** Never knows more than what callbacks say, for two days after a payment's time. */
  const watchPayment: Activities['watchPayment'] = async ({ issued, timings }) => {
    if ((await tick()) - Date.parse(issued.expiresAt) >= timings.linger) return undefined;
    throw ApplicationFailure.create({
      message: 'no news',
      type: 'NotFinalYet',
      category: 'BENIGN',
      nextRetryDelay: timings.lingerPoll,
    });
  };
  const reissuePayment: Activities['reissuePayment'] = async (request) => {
    await tick();
    return world.reissuePayment(request);
  };
  return {
    stage,
    world,
    tick,
    async link(changes, play) {
      await tick();
      return stage.perform({ reissuePayment, watchPayment, ...changes }, async (taskQueue) => {
        const input = paymentInput('pay 100 "Cafea"', now, { line: { ...line, linkValidityMs: VALID_MS } });
        const handle = await startPayment(stage, taskQueue, input);
        await until(handle, ({ state }) => state === 'AwaitingPayment');
        return play(handle);
      });
    },
  };
}

export async function until(handle: Handle, fact: (status: contract.PaymentLinkStatus) => boolean): Promise<void> {
  while (!fact(await handle.query(contract.status))) await new Promise((resolve) => setImmediate(resolve));
}

export const says = (handle: Handle, status: FinalStatus, paymentId = 'payment-1') =>
  handle.signal(contract.railReported, { origin: ORIGIN, report: report(status, { paymentId }) });

/** A payment's time is over, and the workflow knows: a signal that was sent may yet be overtaken by an update. */
export async function expires(handle: Handle, paymentId = 'payment-1'): Promise<void> {
  await says(handle, 'EXPIRED', paymentId);
  await until(
    handle,
    ({ link: facts, issued }) => issued.at(-1)?.paymentId !== paymentId || facts?.newest?.word === 'EXPIRED',
  );
}

export const open = (handle: Handle) => handle.executeUpdate(contract.openForPayment);
