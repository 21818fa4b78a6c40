import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities';
import type { RailReport } from '../../domain/payment';
import { nextPoll } from '../../domain/polling';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import * as contract from '../../workflows/payment-link.contract';
import type { PaymentLinkInput } from '../../workflows/payment-link.contract';
import { eventually } from '../support/live';
import { finalReport, goodWorld, ORIGIN, paymentInput, report, seller } from '../support/builders';
import { endWithPeople } from '../support/operators';
import { shows, startPayment } from '../support/payment-run';
import type { PaymentHandle as Handle } from '../support/payment-run';
import { createStage, outcomesOf, sent, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let stage: Stage;
let now = 0;
const world = goodWorld(() => now);

beforeAll(async () => {
  stage = await createStage(world);
});
afterAll(async () => {
  await stage.env.teardown();
});

/** Starts a command on a fresh scene and plays on it. */
async function command<T>(
  text: string,
  changes: Partial<Activities>,
  play: (handle: Handle) => Promise<T>,
  input: (at: number) => Partial<PaymentLinkInput> = () => ({}),
): Promise<T> {
  now = await stage.env.currentTimeMs();
  return stage.perform(changes, async (taskQueue) => {
    const handle = await startPayment(stage, taskQueue, paymentInput(text, now, input(now)));
    return play(handle);
  });
}

const settled = (status: 'SUCCESS' | 'FAILED' | 'DECLINED' | 'EXPIRED') => async (handle: Handle) => {
  await untilState(handle, 'AwaitingPayment');
  await handle.signal(contract.railReported, finalReport(status));
  return handle.result();
};

async function untilState(handle: Handle, state: string): Promise<void> {
  for (;;) {
    const status = await handle.query(contract.status);
    if (status.state === state) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function untilTold(handle: Handle): Promise<void> {
  while ((await handle.query(contract.status)).notification !== 'Sent') {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a paid link', () => {
  it('goes out, is paid, and the seller is told once', async () => {
    const result = await command('pay 100 "Cafea" #masa7', {}, settled('SUCCESS'));

    expect(result).toMatchObject({ state: 'Paid', notification: 'Sent' });
    expect(wordsOf(stage)).toMatchObject([
      { say: 'link', merchant: 'Cafea Centru', amount: { minor: 10_000, currency: 'MDL' }, description: 'Cafea' },
      { say: 'notice', notice: { outcome: 'paid', description: 'Cafea', tag: 'masa7' } },
    ]);
    expect(wordsOf(stage)[1]).not.toHaveProperty('retryId');
  });

  it('keeps the tag out of the link message, which is made to be forwarded', async () => {
    await command('100 #masa7', {}, settled('SUCCESS'));
    expect(JSON.stringify(wordsOf(stage)[0])).not.toContain('masa7');
  });

  it('is recorded for the portal as CREATED and as SUCCESS', async () => {
    const recorded: string[] = [];
    const recordPayment: Activities['recordPayment'] = ({ record }) => {
      recorded.push(record.status);
      return Promise.resolve('recorded');
    };
    await command('pay 100', { recordPayment }, async (handle) => {
      // A SUCCESS that comes while the link is still being sent is all that the portal hears of.
      await eventually(
        () => recorded,
        (known) => known.includes('CREATED'),
      );
      return settled('SUCCESS')(handle);
    });
    // Recording may run twice: a local attempt that a busy machine did not end in time is repeated.
    expect([...new Set(recorded)]).toEqual(['CREATED', 'SUCCESS']);
  });

  it('is found by polling when the callback never comes', async () => {
    const result = await command('pay 100', { watchPayment: () => Promise.resolve(report('SUCCESS')) }, (handle) =>
      handle.result(),
    );
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['paid']);
  });
});

describe('a link that comes to nothing', () => {
  it.each([
    ['FAILED', 'failed', 'Failed'],
    ['DECLINED', 'declined', 'Declined'],
    ['EXPIRED', 'expired', 'Expired'],
  ] as const)('%s is told once, with a button for a new link', async (status, outcome, state) => {
    const result = await command('pay 100', {}, settled(status));
    expect(result.state).toBe(state);
    expect(outcomesOf(stage)).toEqual([outcome]);
    expect(wordsOf(stage)[1]).toHaveProperty('retryId');
  });

  it('is corrected when the money comes after all', async () => {
    let asked = 0;
    const watchPayment: Activities['watchPayment'] = (request) => {
      asked += 1;
      return Promise.resolve(request.for === 'final' ? report('EXPIRED') : report('SUCCESS'));
    };
    const result = await command('pay 100', { watchPayment }, (handle) => handle.result());
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['expired', 'paidAfterAll']);
    expect(asked).toBe(2);
  });

  it('is never called paid because the same bank later calls it failed again', async () => {
    const result = await command('pay 100', {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await handle.signal(contract.railReported, finalReport('FAILED')).catch(() => undefined);
      return handle.result();
    });
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['paid']);
  });
});

describe('no final word of the rail', () => {
  it('is told as such once, polled on, and the late word is told', async () => {
    let polls = 0;
    const watchPayment: Activities['watchPayment'] = async (request) => {
      polls += 1;
      now = await stage.env.currentTimeMs();
      const late = now - Date.parse(request.issued.expiresAt);
      if (late > 60 * MINUTE) return report('SUCCESS');
      const pause = nextPoll(DEFAULT_TIMINGS, now, Date.parse(request.issued.expiresAt)) ?? MINUTE;
      throw ApplicationFailure.create({ message: 'not yet', type: 'NotFinalYet', nextRetryDelay: pause });
    };
    const result = await command('pay 100', { watchPayment }, (handle) => handle.result());
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['unconfirmed', 'paid']);
    expect(polls).toBeGreaterThan(5);
  });
});

describe('a word of the rail that does not fit', () => {
  it.each([
    ['another amount', { amount: { minor: 1, currency: 'MDL' } }],
    ['another currency', { amount: { minor: 10_000, currency: 'EUR' } }],
    ['another payment', { paymentId: 'payment-2' }],
  ] as [string, Partial<RailReport>][])('(%s) tells nobody "paid" and wants people', async (_, changes) => {
    const result = await command('pay 100', {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, { origin: ORIGIN, report: report('SUCCESS', changes) });
      await untilState(handle, 'NeedsReview');
      const status = await handle.query(contract.status);
      expect(status.stuck?.reason).toBe('AmountMismatch');
      await untilTold(handle);
      expect(outcomesOf(stage)).toEqual(['review']);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return endWithPeople(handle, stage.env);
    });
    expect(result.state).toBe('Paid');
    expect(outcomesOf(stage)).toEqual(['review', changes.paymentId === undefined ? 'paid' : 'paidTwice']);
  });

  it('and is signed by another bank changes nothing', async () => {
    const result = await command('pay 100', {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, { origin: 'https://other.bank.test', report: report('SUCCESS') });
      expect((await handle.query(contract.status)).state).toBe('AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('DECLINED'));
      return handle.result();
    });
    expect(result.settlement?.ignored).toMatchObject({ foreign: 1 });
    expect(outcomesOf(stage)).toEqual(['declined']);
  });
});

describe('a command that makes no payment', () => {
  it.each(['pay 14:30', 'pay 0', 'pay -5', 'pay 1 250 tort', 'pay 0.5', 'pay 1000000', 'pay 100 EUR'])(
    '%s is answered once with an example that would work',
    async (text) => {
      const result = await command(text, {}, (handle) => handle.result());
      expect(result.state).toBe('Refused');
      expect(wordsOf(stage)).toEqual([
        expect.objectContaining({ say: 'badCommand', examples: expect.arrayContaining([expect.any(String)]) }),
      ]);
      expect(result.issued).toEqual([]);
    },
  );

  it('of a blocked seller is refused', async () => {
    const openCommand: Activities['openCommand'] = async (input) => {
      const opening = await world.openCommand(input);
      return opening.found === 'seller' ? { ...opening, seller: { ...seller, status: 'BLOCKED' } } : opening;
    };
    const result = await command('pay 100', { openCommand }, (handle) => handle.result());
    expect(wordsOf(stage)).toEqual([{ say: 'blocked' }]);
    expect(result.state).toBe('Refused');
  });

  it('of yesterday asks before it issues', async () => {
    const old = (at: number) => ({ message: { ...paymentInput('pay 100', at).message, sentAt: iso(at - DAY) } });
    const result = await command('pay 100', {}, (handle) => handle.result(), old);
    expect(wordsOf(stage)).toMatchObject([{ say: 'confirm', reason: 'old', command: 'pay 100' }]);
    expect(result.issued).toEqual([]);
  });

  it('that somebody forwarded asks before it issues', async () => {
    const forwarded = (at: number) => ({ message: { ...paymentInput('pay 100', at).message, forwarded: true } });
    await command('pay 100', {}, (handle) => handle.result(), forwarded);
    expect(wordsOf(stage)).toMatchObject([{ say: 'confirm', reason: 'forwarded' }]);
  });

  it('of a stranger is left to the conversation to answer', async () => {
    const openCommand: Activities['openCommand'] = () =>
      Promise.resolve({ found: 'nobody', text: 'pay 100', confirmed: false, asLink: false });
    const result = await command('pay 100', { openCommand }, async (handle) => {
      await handle.signal(contract.sellerResolved, { known: false });
      return handle.result();
    });
    expect(stage.signalled).toMatchObject([{ signal: 'sellerAsked' }]);
    expect(wordsOf(stage)).toEqual([]);
    expect(result.state).toBe('Refused');
  });

  it('because nobody could say in time who sent it asks before it issues', async () => {
    const openCommand: Activities['openCommand'] = () =>
      Promise.resolve({ found: 'nobody', text: 'pay 100', confirmed: false, asLink: false });
    const result = await command('pay 100', { openCommand }, async (handle) => {
      await handle.signal(contract.sellerResolved, { known: false, away: true });
      return handle.result();
    });
    expect(stage.signalled).toMatchObject([{ signal: 'sellerAsked', argument: { before: expect.any(String) } }]);
    expect(wordsOf(stage)).toMatchObject([{ say: 'confirm', reason: 'delayed', command: 'pay 100' }]);
    expect(result).toMatchObject({ state: 'Refused', issued: [] });
  });

  it('because the rail refuses to issue is told', async () => {
    const result = await command('pay 100', { issuePayment: () => Promise.resolve({ refused: 'rail' }) }, (handle) =>
      handle.result(),
    );
    expect(wordsOf(stage)).toMatchObject([{ say: 'notIssued' }]);
    expect(result.state).toBe('Refused');
  });
});

describe('a notice that can’t be told now', () => {
  it('is owed to the conversation, and the payment ends when that told it', async () => {
    const sendMessage: Activities['sendMessage'] = (request) =>
      Promise.resolve(
        request.kind === 'notice'
          ? { result: 'owe', why: 'TemplateUnavailable' }
          : { result: 'sent', messageId: 'wamid.test' },
      );
    const result = await command('pay 100', { sendMessage }, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      while ((await handle.query(contract.status)).notification !== 'Owed') await Promise.resolve();
      await handle.signal(contract.told, { seq: 1, by: 'template' });
      return handle.result();
    });
    expect(stage.signalled).toMatchObject([{ signal: 'owed', argument: { notice: { outcome: 'paid', seq: 1 } } }]);
    expect(result).toMatchObject({ state: 'Paid', notification: 'SentByTemplate' });
  });

  it('is sent by template once when the channel takes it back for a closed window', async () => {
    const result = await command('pay 100', { watchPayment: lingering }, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('EXPIRED'));
      await untilTold(handle);
      await handle.signal(contract.messageFailed, { activityId: 'notice-1', why: 'WindowClosed', code: 131047 });
      return handle.result();
    });
    expect(stage.said.map((request) => request.by ?? 'message')).toEqual(['message', 'message', 'template']);
    expect(result.notification).toBe('Sent');
  });
});

describe('a message that the channel took and failed later', () => {
  const untilOwed = async (handle: Handle) => {
    while ((await handle.query(contract.status)).notification !== 'Owed') await Promise.resolve();
  };

  it('is owed too where the failure is heard before the answer to the very send', async () => {
    let handle: Handle | undefined;
    const sendMessage: Activities['sendMessage'] = async ({ kind }) => {
      if (kind === 'notice')
        await handle?.signal(contract.messageFailed, { activityId: 'notice-1', why: 'RecipientUnreachable' });
      return sent;
    };
    const result = await command('pay 100', { sendMessage }, async (started) => {
      handle = started;
      await untilState(started, 'AwaitingPayment');
      await started.signal(contract.railReported, finalReport('SUCCESS'));
      await untilOwed(started);
      await started.signal(contract.told, { seq: 1, by: 'message' });
      return started.result();
    });
    expect(stage.signalled).toMatchObject([{ signal: 'owed', argument: { why: 'RecipientUnreachable' } }]);
    expect(result.notification).toBe('Sent');
  });

  it('says nothing of the copy that arrived, after one of which nobody knew', async () => {
    const other = { messageId: 'wamid.other', why: 'RecipientUnreachable', code: 131026 } as const;
    const result = await command('pay 100', { watchPayment: lingering }, async (handle) => {
      await shows(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      await handle.signal(contract.messageFailed, { ...other, activityId: 'link' });
      expect(await handle.query(contract.status)).toMatchObject({ notification: 'None' });
      await handle.signal(contract.railReported, finalReport('EXPIRED'));
      await untilTold(handle);
      await handle.signal(contract.messageFailed, { ...other, activityId: 'notice-1' });
      expect(await handle.query(contract.status)).toMatchObject({ notification: 'Sent' });
      await handle.signal(contract.messageFailed, { ...other, messageId: 'wamid.test', activityId: 'notice-1' });
      await untilOwed(handle);
      await handle.signal(contract.told, { seq: 1, by: 'message' });
      return handle.result();
    });
    expect(result).toMatchObject({ state: 'Expired', notification: 'Sent', toldAs: 'wamid.test' });
  });

  it('is the link: it goes out once more where the reason passes', async () => {
    await command('pay 100', {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await untilSo(() => stage.said.length >= 1);
      await handle.signal(contract.messageFailed, { activityId: 'link', why: 'Transient', code: 131000 });
      await handle.signal(contract.messageFailed, { activityId: 'link', why: 'Transient', code: 131000 });
      await untilSo(() => stage.said.length >= 2);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
    const [link, again] = wordsOf(stage);
    expect(again).toEqual(link);
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(['link', 'link', 'notice']);
  });

  it('is the link: ops see it where nothing would help', async () => {
    await command('pay 100', {}, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await shows(handle, ({ linkMessageId }) => linkMessageId !== undefined);
      await handle.signal(contract.messageFailed, { activityId: 'link', why: 'RecipientUnreachable', code: 131026 });
      const { stuck, notification } = await shows(handle, (shown) => shown.stuck !== undefined);
      expect(stuck?.reason).toBe('NoticeUndeliverable');
      expect(notification).toBe('Undeliverable');
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      return handle.result();
    });
  });
});

describe('news of a payment that handed older news to the conversation', () => {
  const sendMessage: Activities['sendMessage'] = ({ kind }) =>
    Promise.resolve(kind === 'notice' ? { result: 'owe', why: 'PairRateLimited' } : sent);

  it('goes to it too, which tells the newer instead of the older', async () => {
    const result = await command('pay 100', { sendMessage, watchPayment: lingering }, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('EXPIRED'));
      await untilSo(() => stage.signalled.length >= 1);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await untilSo(() => stage.signalled.length >= 2);
      await handle.signal(contract.told, { seq: 2, by: 'message' });
      return handle.result();
    });
    expect(stage.signalled).toMatchObject([
      { signal: 'owed', argument: { notice: { outcome: 'expired', seq: 1 } } },
      { signal: 'owed', argument: { notice: { outcome: 'paid', seq: 2 }, why: 'PairRateLimited' } },
    ]);
    expect(outcomesOf(stage)).toEqual(['expired']);
    expect(result).toMatchObject({ state: 'Paid', notification: 'Sent' });
  });

  it('goes to it also where that has told the older: the channel may fail it later', async () => {
    const result = await command('pay 100', { sendMessage, watchPayment: lingering }, async (handle) => {
      await untilState(handle, 'AwaitingPayment');
      await handle.signal(contract.railReported, finalReport('EXPIRED'));
      await untilSo(() => stage.signalled.length >= 1);
      await handle.signal(contract.told, { seq: 1, by: 'message' });
      await untilTold(handle);
      await handle.signal(contract.railReported, finalReport('SUCCESS'));
      await untilSo(() => stage.signalled.length >= 2);
      await handle.signal(contract.told, { seq: 2, by: 'message' });
      return handle.result();
    });
    expect(stage.signalled).toMatchObject([
      { signal: 'owed', argument: { notice: { outcome: 'expired', seq: 1 } } },
      { signal: 'owed', argument: { notice: { outcome: 'paidAfterAll', seq: 2 }, why: 'Transient' } },
    ]);
    expect(outcomesOf(stage)).toEqual(['expired']);
    expect(result).toMatchObject({ state: 'Paid', notification: 'Sent', notice: { outcome: 'paidAfterAll' } });
  });
});

/** Has no late success to report for as long as one is listened for. */
const lingering: Activities['watchPayment'] = async ({ issued, timings }) => {
  const late = (await stage.env.currentTimeMs()) - Date.parse(issued.expiresAt);
  if (late >= timings.linger) return undefined;
  throw ApplicationFailure.create({ message: 'no news', type: 'NotFinalYet', nextRetryDelay: timings.lingerPoll });
};

const untilSo = (fact: () => boolean) => eventually(fact, (so) => so);
const iso = (at: number): string => new Date(at).toISOString();

describe('commands that make no payment', () => {
  it.each([
    ['are answered', 'answer', ['badCommand']],
    ['are told once that it is too much, beyond ten a minute', 'warn', ['tooMany']],
    ['and then meet silence until the minute is over', 'silence', []],
  ] as const)('%s', async (_, verdict, said) => {
    const changes = { countAnswer: () => Promise.resolve(verdict) };
    const result = await command('pay -5', changes, (handle) => handle.result());
    expect(result).toMatchObject({ state: 'Refused' });
    expect(wordsOf(stage).map(({ say }) => say)).toEqual(said);
  });
});
