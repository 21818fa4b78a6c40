import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import type { Opening } from '../../activities/open-command';
import { buttonId } from '../../domain/buttons';
import type { InboundMessage } from '../../domain/inbound';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, LINK_ID, paymentInput, rtpSeller } from '../support/builders';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const COMMAND = '/rtp 100 069123456';
const PHONE = '+37369123456';

let stage: Stage;
let now = 0;
let requests = 0;
let known = true;
const plain = goodWorld(() => now);
const world: Activities = {
  ...plain,
  openCommand: async (input) => {
    const found = (await plain.openCommand(input)) as Extract<Opening, { found: 'seller' }>;
    const tapped = input.message.content.kind === 'tap' ? { text: COMMAND, confirmed: true } : {};
    return { ...found, ...tapped, seller: rtpSeller };
  },
  reservePayer: async (request) => ({ ...(await plain.reservePayer(request)), known }),
  requestToPay: (request) => {
    requests += 1;
    return plain.requestToPay(request);
  },
};

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});
beforeEach(() => {
  requests = 0;
  known = true;
});

const said = () => wordsOf(stage).map(({ say }) => say);
const until = async (fact: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await fact())) await new Promise((resolve) => setImmediate(resolve));
};
/** By the server's clock, so long ago. */
const ago = async (ms: number) => new Date((await stage.env.currentTimeMs()) - ms).toISOString();

/** A command that came as this message. */
async function command<T>(message: Partial<InboundMessage>, play: (handle: Handle) => Promise<T>): Promise<T> {
  now = await stage.env.currentTimeMs();
  return stage.perform({}, async (taskQueue) => {
    const input = paymentInput(COMMAND, now);
    const handle = await startPayment(stage, taskQueue, { ...input, message: { ...input.message, ...message } });
    return play(handle);
  });
}
async function paid(handle: Handle) {
  await until(async () => (await handle.query(contract.status)).state === 'AwaitingPayment');
  await handle.signal(contract.railReported, finalReport('SUCCESS'));
  return handle.result();
}
const asksAgain = { say: 'confirm', reason: 'old', confirmId: buttonId.issue(LINK_ID) };

describe('“send request” that was tapped long before anybody heard of it', () => {
  it('asks again, and asks nobody to pay', async () => {
    known = false;
    const result = await command({}, async (handle) => {
      await until(() => said().includes('confirmPayer'));
      await stage.env.sleep('12 minutes');
      await handle.signal(contract.payerConfirmed, { sentAt: await ago(11 * MINUTE) });
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
    expect(wordsOf(stage).at(-1)).toMatchObject(asksAgain);
    expect(requests).toBe(0);
  });

  it.each([
    ['just now, long after the command', async () => ({ sentAt: await ago(1_000) })],
    ['by a clock ahead of ours', async () => ({ sentAt: await ago(-HOUR) })],
    ['of an api that tells no time', () => Promise.resolve(undefined)],
  ])('is meant where it comes %s', async (_, word) => {
    known = false;
    await command({}, async (handle) => {
      await until(() => said().includes('confirmPayer'));
      await stage.env.sleep('12 minutes');
      await handle.signal(contract.payerConfirmed, await word());
      return paid(handle);
    });
    expect(requests).toBe(1);
  });
});

describe('a payer’s phone that was sent long before anybody heard of it', () => {
  const asking = { content: { kind: 'text' as const, text: '/rtp 100' } };
  const answered = (ageMs: number, end: (handle: Handle) => Promise<unknown>) =>
    command(asking, async (handle) => {
      await until(() => said().includes('askPayer'));
      await stage.env.sleep('12 minutes');
      await handle.signal(contract.payerGiven, { phone: PHONE, sentAt: await ago(ageMs) });
      return end(handle);
    });

  it('asks again, and asks nobody to pay', async () => {
    expect(await answered(11 * MINUTE, (handle) => handle.result())).toMatchObject({ state: 'Refused' });
    expect(wordsOf(stage).at(-1)).toMatchObject(asksAgain);
    expect(requests).toBe(0);
  });

  it('is meant where it was sent just now', async () => {
    await answered(1_000, paid);
    expect(requests).toBe(1);
  });
});

describe('a tap on “go on”', () => {
  const content = { kind: 'tap' as const, id: buttonId.issue('zyxwvutsrqponmlkjihgfedc23'), title: 'x' };

  it('that the channel brings hours late asks again, and asks no payer', async () => {
    const result = await command({ content, sentAt: await ago(5 * HOUR) }, (handle) => handle.result());
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
    expect(wordsOf(stage)).toMatchObject([{ ...asksAgain, command: COMMAND }]);
    expect(requests).toBe(0);
  });

  it('is the command where it comes at once', async () => {
    await command({ content, forwarded: true }, paid);
    expect(requests).toBe(1);
  });
});

describe('a payer’s phone that may be meant for another request', () => {
  it('is shown with the amount before it is asked, though the seller knows the payer', async () => {
    const content = { kind: 'text' as const, text: '/rtp 100' };
    await command({ content }, async (handle) => {
      await until(() => said().includes('askPayer'));
      await handle.signal(contract.payerGiven, { phone: PHONE, unsure: true });
      await until(() => said().includes('confirmPayer'));
      expect(requests).toBe(0);
      await handle.signal(contract.payerConfirmed);
      return paid(handle);
    });
    expect(said()).toEqual(['askPayer', 'confirmPayer', 'rtpSent', 'notice']);
  });
});
