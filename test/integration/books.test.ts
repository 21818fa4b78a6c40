import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayIn } from '../../activities/calendar';
import type { SimPayment, SimStatus } from '../../sandbox/rail/payment';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const VICTOR = '+37369000005';
const HEAD = 'linkId,paymentId,orderId,swiftMessageId,swiftPayerBank,verdict,state,railStatus,amount,currency';

let live: Live;
beforeAll(async () => {
  live = await startLive({ timings: { linger: 1, lingerPoll: 1, poll: 1_000 } });
});
afterAll(async () => {
  await live.stop();
});

const today = () => dayIn(new Date(), 'Europe/Chisinau');
const utcDay = () => new Date().toISOString().slice(0, 10);
async function sold(phone: string, text: string): Promise<SimPayment> {
  const heard = live.heard(phone).length;
  live.write(phone, `pay 50 "${text}"`);
  await eventually(
    () => live.heard(phone).length,
    (count) => count > heard,
  );
  const payment = live.payments().find(({ description }) => description === text);
  if (payment === undefined) throw new Error(`${text} was not made`);
  return payment;
}
function become(payment: SimPayment, status: SimStatus): void {
  for (const rail of live.stack.world.rails) {
    const found = rail.payments.find(payment.paymentId);
    if (found !== undefined) rail.payments.become(found, status);
  }
}
const ended = (payment: SimPayment) => live.client.workflow.getHandle(`payment-link/${payment.orderId}`).result();
const verdicts = (csv: string): Record<string, string | undefined> =>
  Object.fromEntries<string | undefined>(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','))
      .map((cells) => [cells[1] ?? '', cells[5]] as const),
  );

describe('reconciling a day', () => {
  let paid: SimPayment;
  let open: SimPayment;

  it('shows every payment with the rail’s word and the bank’s ids, and exits 0 where all agree', async () => {
    paid = await sold(ANA, 'Cafea');
    open = await sold(IVAN, 'Чай');
    become(paid, 'SUCCESS');
    await ended(paid);
    const { code, stdout } = await eventually(
      () => ops(live, 'reconcile', '--day', today()),
      (seen) => seen.stdout.split('\n').length > 3,
    );
    expect(stdout.split('\n')[0]).toBe(HEAD);
    expect(stdout).toMatch(
      new RegExp(
        `^${paid.orderId},${paid.paymentId},${paid.orderId},SWIFT\\w+,\\w+,agrees,Paid,SUCCESS,50.00,MDL$`,
        'm',
      ),
    );
    expect(verdicts(stdout)).toEqual({ [paid.paymentId]: 'agrees', [open.paymentId]: 'open' });
    expect(code).toBe(0);
  });

  it('exits 1 where the settlement file differs', async () => {
    const bank = join(live.folder, 'bank.csv');
    writeFileSync(bank, `paymentId,amount\n${paid.paymentId},49.00\nsomething-else,7.00\n`);
    const { code, stdout } = await ops(live, 'reconcile', '--day', today(), '--settlement', bank);
    expect(verdicts(stdout)).toMatchObject({ [paid.paymentId]: 'settledOtherwise', 'something-else': 'unknownToUs' });
    expect(code).toBe(1);
  });

  it('knows a payment of another day that the bank settles, and one that it settles twice', async () => {
    const bank = join(live.folder, 'bank.csv');
    writeFileSync(bank, `paymentId,orderId,amount\n${paid.paymentId},,50.00\n,${paid.orderId},50.00\n`);
    const { code, stdout } = await ops(live, 'reconcile', '--day', '2026-01-01', '--settlement', bank);
    expect(stdout).toMatch(new RegExp(`,${paid.paymentId},.*,otherDay,Paid`));
    expect(stdout).toMatch(new RegExp(`,${paid.paymentId},.*,settledTwice,Paid`));
    expect(code).toBe(1);
  });

  it('leaves no payment request out that nobody knows the end of', async () => {
    for (const rail of live.stack.world.rails) {
      rail.faults.replace([{ match: { operation: 'requestToPay' }, always: true, do: 'resetAfterEffect' }]);
    }
    live.write(VICTOR, '/rtp 20 069511111 "Lost"');
    const [question] = await eventually(
      () => live.heard(VICTOR),
      ([first]) => first !== undefined,
    );
    if (question !== undefined) live.tap(VICTOR, question, question.buttons[0]?.title ?? '');
    const { code, stdout } = await eventually(
      () => ops(live, 'reconcile', '--day', today()),
      (seen) => seen.stdout.includes('requestUnknown'),
    );
    expect(stdout).toMatch(/^([a-z2-7]{26}),,\1,,,requestUnknown,RtpUnknown,,20\.00,MDL$/m);
    expect(code).toBe(1);
    for (const rail of live.stack.world.rails) rail.faults.clear();
  });

  it('exits 1 where the rail took its word back', async () => {
    for (const rail of live.stack.world.rails) {
      rail.faults.replace([{ match: { operation: 'callback' }, always: true, do: 'callbackLost' }]);
    }
    become(paid, 'FAILED');
    const { code, stdout } = await ops(live, 'reconcile', '--day', today());
    expect(verdicts(stdout)[paid.paymentId]).toBe('railSaysNotPaid');
    expect(code).toBe(1);
    for (const rail of live.stack.world.rails) rail.faults.clear();
  });

  it('says what is wrong with the day', async () => {
    const { code, stderr } = await ops(live, 'reconcile', '--day', '2026-02-30');
    expect(stderr).toContain('2026-02-30 is no day');
    expect(code).toBe(2);
  });
});

describe('what Meta charged', () => {
  it('is counted per line, bank and merchant by category and type', async () => {
    const { code, stdout } = await eventually(
      () => ops(live, 'cost', '--month', utcDay().slice(0, 7), join(live.folder, 'api.log')),
      (seen) => seen.stdout.split('\n').length > 2,
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('line,bank,merchant,category,type,messages');
    expect(stdout).toMatch(/^md,codru-bank,cafea-centru,\w+,\w+,2$/m);
  });
});

describe('a seller who is to be forgotten', () => {
  it('stays while a payment is open, and is gone from Temporal and the archive after it', async () => {
    const payment = await sold(ANA, 'Ultima');
    const refused = await ops(live, 'forget', '--phone', ANA, '--reason', 'asked for it');
    expect(refused.stderr).toMatch(/1 payments are open/);
    expect(refused.code).toBe(2);

    become(payment, 'SUCCESS');
    await ended(payment);
    const archive = join(live.folder, 'archive');
    const written = await eventually(
      () => ops(live, 'export', '--day', utcDay(), '--archive', archive),
      (seen) => seen.stdout.includes(': 2 payments'),
    );
    const file = written.stdout.split(': ')[0] ?? '';
    expect(readFileSync(file, 'utf8')).not.toContain('Ultima');
    expect((await ops(live, 'export', '--read', file)).stdout).toContain('Ultima');

    const erased = await ops(live, 'forget', '--phone', ANA, '--reason', 'asked for it', '--archive', archive);
    expect(erased.stdout).toMatch(/^Erased: 2 payments, [1-9]\d* runs of chats, 2 rows of the archive\.$/m);
    // Temporal erases in its own time.
    await eventually(
      () => live.client.workflow.count('SellerId = "pos-0001"'),
      ({ count }) => count === 0,
      280_000,
    );
    expect((await ops(live, 'export', '--read', file)).stdout).toBe('');
  });
});
