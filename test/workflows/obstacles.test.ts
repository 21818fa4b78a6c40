import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as contract from '../../workflows/payment-link.contract';
import { attributes } from '../../workflows/search-attributes';
import { finalReport, goodWorld, ORIGIN, paymentInput, report } from '../support/builders';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, sent } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

async function shows(handle: Handle, reason: string | undefined): Promise<void> {
  while ((await handle.query(contract.status)).stuck?.reason !== reason) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a payment that is in doubt and can’t be told', () => {
  it('shows the doubt first, and the missing template beside it and after it', async () => {
    now = await stage.env.currentTimeMs();
    const noTemplate = { result: 'owe', why: 'TemplateUnavailable' } as const;
    await stage.perform(
      { sendMessage: (request) => Promise.resolve(request.kind === 'notice' ? noTemplate : sent) },
      async (taskQueue) => {
        const handle: Handle = await startPayment(stage, taskQueue, paymentInput('pay 100', now));
        while ((await handle.query(contract.status)).state !== 'AwaitingPayment') {
          await new Promise((resolve) => setImmediate(resolve));
        }
        const wrong = report('SUCCESS', { amount: { minor: 1, currency: 'MDL' } });
        await handle.signal(contract.railReported, { origin: ORIGIN, report: wrong });
        while ((await handle.query(contract.status)).besides === undefined) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(await handle.query(contract.status)).toMatchObject({
          stuck: { reason: 'AmountMismatch' },
          besides: [{ reason: 'TemplateUnavailable' }],
        });
        const { typedSearchAttributes } = await handle.describe();
        expect(typedSearchAttributes.get(attributes.stuckReason)).toBe('AmountMismatch');

        await handle.signal(contract.railReported, finalReport('SUCCESS'));
        await shows(handle, 'TemplateUnavailable');
        const { notice } = await handle.query(contract.status);
        await handle.signal(contract.told, { seq: notice?.seq ?? 0, by: 'message' });
        expect((await handle.result()).state).toBe('Paid');
      },
    );
  });
});
