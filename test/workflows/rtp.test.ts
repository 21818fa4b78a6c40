import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time';
import type { Activities } from '../../activities';
import type { ReserveAnswer } from '../../activities/reserve-payer';
import type { RtpAnswer } from '../../activities/request-to-pay';
import type { RailReport } from '../../domain/payment';
import * as contract from '../../workflows/payment-link.contract';
import { finalReport, goodWorld, LINK_ID, ORIGIN, paymentInput, report, rtpSeller } from '../support/builders';
import { eventually } from '../support/live';
import { startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const MINUTE = 60_000;
const PHONE = '069123456';

let stage: Stage;
let now = 0;
let requests = 0;
const plain = goodWorld(() => now);
const world: Activities = {
  ...plain,
  openCommand: async (input) => {
    const opening = await plain.openCommand(input);
    return opening.found === 'seller' ? { ...opening, seller: rtpSeller } : opening;
  },
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
});

async function command<T>(
  text: string,
  changes: Partial<Activities>,
  play: (handle: Handle) => Promise<T>,
): Promise<T> {
  now = await stage.env.currentTimeMs();
  return stage.perform(changes, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput(text, now));
    try {
      return await play(handle);
    } finally {
      await handle.terminate().catch(() => undefined);
    }
  });
}

async function until(handle: Handle, fact: (status: contract.PaymentLinkStatus) => boolean) {
  for (;;) {
    const status = await handle.query(contract.status);
    if (fact(status)) return status;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const untilState = (handle: Handle, state: string) => until(handle, (status) => status.state === state);
const untilSaid = async (say: string, count = 1) => {
  while (wordsOf(stage).filter((word) => word.say === say).length < count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const said = () => wordsOf(stage).map((word) => word.say);
const hear = (handle: Handle, status: 'SUCCESS' | 'FAILED' | 'DECLINED' | 'EXPIRED') =>
  handle.signal(contract.railReported, finalReport(status));

const reserving =
  (answer: Partial<Extract<ReserveAnswer, { payer: unknown }>>): Activities['reservePayer'] =>
  async (request) => ({ ...(await plain.reservePayer(request)), ...answer });
const refusing =
  (refused: Extract<ReserveAnswer, { refused: unknown }>['refused']): Activities['reservePayer'] =>
  () =>
    Promise.resolve({ refused });
const answering =
  (answer: RtpAnswer): Activities['requestToPay'] =>
  () => {
    requests += 1;
    return Promise.resolve(answer);
  };

describe('a request to a payer whom the seller knows', () => {
  it('is sent at once, told masked and with its time, and paid', async () => {
    const records: string[] = [];
    const recordPayment: Activities['recordPayment'] = ({ record }) => {
      records.push(`${record.kind} ${record.status}`);
      return Promise.resolve('recorded');
    };
    const result = await command(`/rtp 100 ${PHONE} "Cafea" #masa7`, { recordPayment }, async (handle) => {
      await eventually(
        () => records,
        (known) => known.includes('rtp CREATED'),
      );
      await hear(handle, 'SUCCESS');
      return handle.result();
    });
    expect(result.state).toBe('Paid');
    expect(wordsOf(stage)).toMatchObject([
      { say: 'rtpSent', payerMasked: '+373 ***456', validUntil: expect.any(String) },
      { say: 'notice', notice: { outcome: 'paid', rtp: true, description: 'Cafea', tag: 'masa7' } },
    ]);
    expect([...new Set(records)]).toEqual(['rtp CREATED', 'rtp SUCCESS']);
    expect(requests).toBe(1);
  });

  it.each([
    ['DECLINED', 'declined'],
    ['EXPIRED', 'expired'],
    ['FAILED', 'failed'],
  ] as const)('that comes to %s offers a link, never another request', async (status, outcome) => {
    await command(`/rtp 100 ${PHONE}`, {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await hear(handle, status);
      return handle.result();
    });
    expect(wordsOf(stage).at(-1)).toMatchObject({ notice: { outcome, rtp: true }, retryId: `link:${LINK_ID}` });
  });

  it('keeps the payer’s phone and name out of its result', async () => {
    const result = await command(`/rtp 100 ${PHONE}`, {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await hear(handle, 'SUCCESS');
      return handle.result();
    });
    expect(JSON.stringify(result)).not.toContain(PHONE);
  });
});

describe('a payer who is new to the seller', () => {
  const reservePayer = reserving({ known: false });

  it('is shown masked with a button, and asked to pay once it is tapped, however often', async () => {
    await command(`/rtp 100 ${PHONE}`, { reservePayer }, async (handle) => {
      await untilSaid('confirmPayer');
      expect(requests).toBe(0);
      expect(wordsOf(stage)[0]).toMatchObject({ payerMasked: '+373 ***456', sendId: `send:${LINK_ID}` });
      await handle.signal(contract.payerConfirmed);
      await handle.signal(contract.payerConfirmed);
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.payerConfirmed);
      await hear(handle, 'SUCCESS');
      return handle.result();
    });
    expect(requests).toBe(1);
    expect(said()).toEqual(['confirmPayer', 'rtpSent', 'notice']);
  });

  it('is not asked when the seller does not tap in time', async () => {
    const result = await command(`/rtp 100 ${PHONE}`, { reservePayer }, (handle) => handle.result());
    expect(result.state).toBe('Refused');
    expect(said()).toEqual(['confirmPayer', 'questionEnded']);
    expect(requests).toBe(0);
  });
});

describe('a request without a payer', () => {
  it('asks for the phone, and goes on with the answer', async () => {
    const given: unknown[] = [];
    const reservePayer: Activities['reservePayer'] = (request) => {
      given.push(request.given);
      return plain.reservePayer(request);
    };
    await command('/rtp 100', { reservePayer }, async (handle) => {
      await untilState(handle, 'AskingPayer');
      await untilSaid('askPayer');
      await handle.signal(contract.payerGiven, { phone: '+37369123456', name: 'Ion' });
      await untilState(handle, 'AwaitingPayment');
      await hear(handle, 'SUCCESS');
      return handle.result();
    });
    expect(given).toEqual([{ phone: '+37369123456', name: 'Ion' }]);
    expect(stage.signalled).toMatchObject([{ signal: 'questionAsked', argument: { linkId: LINK_ID, kind: 'payer' } }]);
    expect(said()).toEqual(['askPayer', 'rtpSent', 'notice']);
  });

  it('asks once more when the answer is no phone, then says what would work', async () => {
    const result = await command('/rtp 100', { reservePayer: refusing('invalid') }, async (handle) => {
      await untilSaid('askPayer');
      await handle.signal(contract.payerGiven, { phone: 'Ion' });
      await untilSaid('askPayer', 2);
      await handle.signal(contract.payerGiven, { phone: '12' });
      return handle.result();
    });
    expect(wordsOf(stage)).toMatchObject([
      { say: 'askPayer' },
      { say: 'askPayer', unclear: true },
      { say: 'badCommand', problem: 'PayerUnclear', examples: ['/rtp 100.00'] },
    ]);
    expect(result.state).toBe('Refused');
  });

  it('ends with a word when nobody answers', async () => {
    const result = await command('/rtp 100', {}, (handle) => handle.result());
    expect(said()).toEqual(['askPayer', 'questionEnded']);
    expect(result.state).toBe('Refused');
  });
});

describe('a request that can’t be made', () => {
  it.each(['sellerLimit', 'payerLimit', 'payerDeclined', 'notAvailable'] as const)(
    'because of %s offers a link and sends nothing',
    async (refused) => {
      await command(`/rtp 100 ${PHONE}`, { reservePayer: refusing(refused) }, (handle) => handle.result());
      expect(wordsOf(stage)).toEqual([
        {
          say: 'rtpNotPossible',
          reason: refused,
          amount: { minor: 10_000, currency: 'MDL' },
          linkInsteadId: `link:${LINK_ID}`,
        },
      ]);
      expect(requests).toBe(0);
    },
  );

  it('because the rail takes none for this phone offers a link, in our own words', async () => {
    await command(`/rtp 100 ${PHONE}`, { requestToPay: answering({ refused: 'payer' }) }, (handle) => handle.result());
    expect(wordsOf(stage)).toMatchObject([{ say: 'rtpNotPossible', reason: 'payerRefused' }]);
    expect(requests).toBe(1);
  });

  it('because the rail was out of reach asks whether to try again', async () => {
    await command(`/rtp 100 ${PHONE}`, { requestToPay: answering({ notSent: true }) }, (handle) => handle.result());
    expect(wordsOf(stage)).toMatchObject([{ say: 'confirm', reason: 'delayed', command: `/rtp 100 ${PHONE}` }]);
    expect(requests).toBe(1);
  });

  /** Away for so long from the start of the command on. */
  const away = async (forMs: number): Promise<void> => {
    if ((await stage.env.currentTimeMs()) - now < forMs)
      throw ApplicationFailure.retryable('away', 'CapSvcUnavailable');
  };

  it('because the command grew too old meanwhile asks whether to try again, and asks no payer', async () => {
    const openCommand: Activities['openCommand'] = async (input) => {
      await away(5 * MINUTE);
      return world.openCommand(input);
    };
    const reservePayer: Activities['reservePayer'] = async (request) => {
      await away(12 * MINUTE);
      return plain.reservePayer(request);
    };
    await command(`/rtp 100 ${PHONE}`, { openCommand, reservePayer }, (handle) => handle.result());
    expect(requests).toBe(0);
    expect(wordsOf(stage).at(-1)).toMatchObject({ say: 'confirm', command: `/rtp 100 ${PHONE}` });
  });

  it('before the command is too old is given up, though no worker has begun it', async () => {
    const openCommand: Activities['openCommand'] = async (input) => {
      await away(5 * MINUTE);
      return world.openCommand(input);
    };
    await command(`/rtp 100 ${PHONE}`, { openCommand }, async (handle) => {
      await stage.env.sleep('7 minutes');
      await untilState(handle, 'AwaitingPayment');
      const { events } = await handle.fetchHistory();
      const request = (events ?? [])
        .map((event) => event.activityTaskScheduledEventAttributes)
        .find((scheduled) => scheduled?.activityType?.name === 'requestToPay');
      expect(tsToMs(request?.scheduleToStartTimeout)).toBeLessThanOrEqual(5 * MINUTE);
      await hear(handle, 'SUCCESS');
      await handle.result();
    });
  });

  it('because the merchant has no such terminal is refused before anybody is asked anything', async () => {
    await command('/rtp 100', { openCommand: plain.openCommand }, (handle) => handle.result());
    expect(wordsOf(stage)).toMatchObject([{ say: 'rtpNotPossible', reason: 'notAvailable' }]);
  });
});

describe('a request whose answer was lost', () => {
  const requestToPay = answering({ unknown: true });
  const word = (changes: Partial<RailReport> = {}) => ({ origin: ORIGIN, report: report('SUCCESS', changes) });
  const lost = async (handle: Handle) => {
    await untilState(handle, 'RtpUnknown');
    return until(handle, (status) => status.notification === 'Sent');
  };

  it('is told as it is, once, and never sent again', async () => {
    await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      const status = await lost(handle);
      expect(status.stuck?.reason).toBe('RtpOutcomeUnknown');
      await stage.env.sleep(8 * 24 * 60 * MINUTE);
      expect((await handle.query(contract.status)).state).toBe('RtpUnknown');
    });
    expect(outcomesOf(stage)).toEqual(['rtpUnknown']);
    expect(requests).toBe(1);
  });

  it('because the worker died is not sent again either', async () => {
    const dying: Activities['requestToPay'] = () => {
      requests += 1;
      return Promise.reject(ApplicationFailure.retryable('killed', 'Anything'));
    };
    await command(`/rtp 100 ${PHONE}`, { requestToPay: dying }, lost);
    expect(requests).toBe(1);
  });

  it('is taken up by the rail’s first word about it', async () => {
    const result = await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      await lost(handle);
      await handle.signal(contract.railReported, word());
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Paid', issued: [{ paymentId: 'payment-1' }] });
    expect(outcomesOf(stage)).toEqual(['rtpUnknown', 'paid']);
  });

  it('is taken up by a word that came while the answer was still awaited', async () => {
    let tell: () => Promise<void> = () => Promise.resolve();
    const slow: Activities['requestToPay'] = async () => {
      requests += 1;
      await tell();
      return { unknown: true };
    };
    let started: (handle: Handle) => void = () => undefined;
    const running = new Promise<Handle>((resolve) => {
      started = resolve;
    });
    tell = async () => (await running).signal(contract.railReported, word());
    const result = await command(`/rtp 100 ${PHONE}`, { requestToPay: slow }, (handle) => {
      started(handle);
      return handle.result();
    });
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['paid']);
  });

  it('is not taken up by a word about something else', async () => {
    await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      await lost(handle);
      await handle.signal(contract.railReported, { ...word(), origin: 'https://other.bank.test' });
      await handle.signal(contract.railReported, { origin: ORIGIN, report: report('DECLINED', { orderId: 'other' }) });
      expect((await handle.query(contract.status)).state).toBe('RtpUnknown');
      await handle.signal(contract.railReported, word({ amount: { minor: 1, currency: 'MDL' } }));
      expect((await handle.query(contract.status)).state).toBe('NeedsReview');
      await until(handle, (status) => status.notice?.outcome === 'review' && status.notification === 'Sent');
    });
    expect(outcomesOf(stage)).not.toContain('paid');
  });

  it.each([
    ['SUCCESS', 'Paid', 'paid'],
    ['FAILED', 'Failed', 'failed'],
  ] as const)('is settled by people as %s', async (outcome, state, told) => {
    const settled = { outcome, reason: 'The bank looked it up', operator: 'ops@example.com' };
    const result = await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      await lost(handle);
      await handle.executeUpdate(contract.settleRtp, { args: [settled] });
      return handle.result();
    });
    expect(result).toMatchObject({ state, settledBy: settled });
    expect(outcomesOf(stage)).toEqual(['rtpUnknown', told]);
    expect(requests).toBe(1);
  });

  it('settled as failed is corrected when the money comes after all', async () => {
    const result = await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      await lost(handle);
      await handle.executeUpdate(contract.settleRtp, {
        args: [{ outcome: 'FAILED', reason: 'no trace', operator: 'ops' }],
      });
      await until(handle, (status) => status.notice?.outcome === 'failed' && status.notification === 'Sent');
      await handle.signal(contract.railReported, word());
      return handle.result();
    });
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['rtpUnknown', 'failed', 'paidAfterAll']);
  });

  it.each([
    ['no reason', { outcome: 'FAILED', reason: ' ', operator: 'ops' }],
    ['no operator', { outcome: 'FAILED', reason: 'x', operator: '' }],
    ['no such outcome', { outcome: 'MAYBE', reason: 'x', operator: 'ops' }],
  ])('is not settled with %s', async (_, wrong) => {
    await command(`/rtp 100 ${PHONE}`, { requestToPay }, async (handle) => {
      await lost(handle);
      const settling = handle.executeUpdate(contract.settleRtp, { args: [wrong as contract.RtpSettled] });
      await expect(settling).rejects.toThrow(WorkflowUpdateFailedError);
      expect((await handle.query(contract.status)).state).toBe('RtpUnknown');
    });
  });

  it('and one that was answered can’t be settled by hand', async () => {
    await command(`/rtp 100 ${PHONE}`, {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      const settling = handle.executeUpdate(contract.settleRtp, {
        args: [{ outcome: 'SUCCESS', reason: 'x', operator: 'ops' }],
      });
      await expect(settling).rejects.toThrow(WorkflowUpdateFailedError);
    });
  });
});

describe('a phone that was asked for', () => {
  it('and looks like an amount is handed on, and makes no payment', async () => {
    const openCommand: Activities['openCommand'] = () =>
      Promise.resolve({ found: 'answer', linkId: 'asking', given: { phone: '69 123 456' } });
    const result = await command('69 123 456', { openCommand }, (handle) => handle.result());
    expect(result.state).toBe('Forwarded');
    expect(stage.signalled).toMatchObject([
      { signal: 'payerAnswered', argument: { linkId: 'asking', given: { phone: '69 123 456' } } },
    ]);
    expect(said()).toEqual([]);
  });
});
