import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Archive } from '../../ops/cli/books/archive';
import { csvRow, readCsv } from '../../ops/cli/books/csv';
import { readSettlement } from '../../ops/cli/books/settlement-file';
import { isDifference, payingOf, verdictOf, VERDICTS } from '../../ops/cli/books/verdict';
import type { Compared, Verdict } from '../../ops/cli/books/verdict';
import { COMMANDS } from '../../ops/cli/commands';
import type { Issued, Settlement } from '../../domain/settlement';
import type { RailPayment } from '../../rails/rail';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const amount = { minor: 12_550, currency: 'MDL' };
const issued: Issued = {
  paymentId: 'p-1',
  origin: 'https://bank.test',
  amount,
  issuedAt: '2026-11-23T08:00:00.000Z',
  expiresAt: '2026-11-23T08:05:00.000Z',
};
const rail: RailPayment = { paymentId: 'p-1', orderId: LINK, status: 'SUCCESS', amount };
const folder = () => mkdtempSync(join(tmpdir(), 'miapos-books-'));
const file = (text: string) => {
  const path = join(folder(), 'bank.csv');
  writeFileSync(path, text);
  return path;
};

describe('what a payment’s three sides come to', () => {
  const other = { minor: 1, currency: 'MDL' };
  it.each<[Verdict, Partial<Compared>]>([
    ['agrees', {}],
    ['agrees', { state: 'Expired', pays: false, rail: { ...rail, status: 'EXPIRED' } }],
    ['agrees', { pays: false, rail: { ...rail, status: 'EXPIRED' }, isDue: true }],
    ['paidTwice', { pays: false }],
    ['agrees', { isDue: true, settled: { paymentId: 'p-1', amount } }],
    ['open', { state: 'AwaitingPayment', pays: false, rail: { ...rail, status: 'PENDING' } }],
    ['railSaysPaid', { state: 'Expired', pays: false }],
    ['railSaysPaid', { state: 'NeedsReview', pays: false }],
    ['railSaysNotPaid', { rail: { ...rail, status: 'FAILED' } }],
    ['amountDiffers', { rail: { ...rail, amount: other } }],
    ['orderDiffers', { rail: { ...rail, orderId: 'another' } }],
    ['railSilent', { rail: undefined }],
    ['notSettled', { isDue: true }],
    ['settledUnpaid', { state: 'Expired', pays: false, rail: { ...rail, status: 'EXPIRED' }, settled: { amount } }],
    ['settledOtherwise', { settled: { amount: other } }],
  ])('is %s', (verdict, change) => {
    const agreed: Compared = {
      linkId: LINK,
      state: 'Paid',
      pays: true,
      issued,
      rail,
      settled: undefined,
      isDue: false,
    };
    expect(verdictOf({ ...agreed, ...change })).toBe(verdict);
  });

  it('is a difference in all cases but three', () => {
    const verdicts = Object.keys(VERDICTS) as Verdict[];
    expect(verdicts.filter((verdict) => !isDifference(verdict))).toEqual(['agrees', 'open', 'otherDay']);
  });
});

describe('a lasting link of two payments', () => {
  const later: Issued = { ...issued, paymentId: 'p-2', issuedAt: '2026-11-23T09:00:00.000Z' };
  const both = [issued, later];
  const says = (first: RailPayment['status'], second: RailPayment['status']) =>
    new Map(
      [first, second].map((status, at) => [
        `p-${String(at + 1)}`,
        { ...rail, paymentId: `p-${String(at + 1)}`, status },
      ]),
    );
  const evidence = { paymentId: 'p-1', orderId: LINK, status: 'SUCCESS', amount } as const;
  const judged = (words: ReturnType<typeof says>, settlement?: Settlement) => {
    const kept = { state: 'Paid', issued: both, ...(settlement && { settlement }) } as const;
    const paying = payingOf(kept, words);
    return both.map((one) => {
      const [pays, said] = [one === paying, words.get(one.paymentId)];
      return verdictOf({
        linkId: LINK,
        state: 'Paid',
        pays,
        issued: one,
        rail: said,
        settled: undefined,
        isDue: false,
      });
    });
  };

  it('agrees where the first expired and the second was paid', () => {
    expect(judged(says('EXPIRED', 'SUCCESS'))).toEqual(['agrees', 'agrees']);
  });

  it('agrees where the first was paid after all', () => {
    expect(judged(says('SUCCESS', 'EXPIRED'))).toEqual(['agrees', 'agrees']);
  });

  it('is a difference where the rail calls neither paid, or both', () => {
    expect(judged(says('EXPIRED', 'EXPIRED'))).toEqual(['agrees', 'railSaysNotPaid']);
    expect(judged(says('SUCCESS', 'SUCCESS'))).toEqual(['agrees', 'paidTwice']);
  });

  it('holds the rail to the word that decided', () => {
    const settlement: Settlement = { outcome: 'SUCCESS', evidence, ignored: {} };
    expect(judged(says('EXPIRED', 'SUCCESS'), settlement)).toEqual(['railSaysNotPaid', 'paidTwice']);
  });

  it('has no paying one while it is not paid', () => {
    expect(payingOf({ state: 'Expired', issued: both }, says('EXPIRED', 'EXPIRED'))).toBeUndefined();
  });
});

describe('CSV', () => {
  it('quotes what has to be quoted, and lets no spreadsheet run a cell', () => {
    expect(csvRow(['a,b', 'say "hi"', undefined, 7, '=1+1', '+373'])).toBe(`"a,b","say ""hi""",,7,'=1+1,'+373`);
  });

  it.each([',', ';', '\t'])('is read back by the names of its first row, separated by %j', (separator) => {
    const text = `\uFEFFOrderId${separator}AMOUNT\r\n"x${separator}""1"""${separator}10.00\r\n\r\n`;
    const [row] = readCsv(text, ['amount']);
    expect(Object.fromEntries(row ?? [])).toEqual({ orderid: `x${separator}"1"`, amount: '10.00' });
  });

  it('of a bank is read with what it has, and refused with what is wrong', () => {
    const text = 'paymentId;amount;currency;swiftMessageId;branch\np-1;125,50;MDL;SW1;Center\n';
    expect(readSettlement(file(text))).toEqual([{ paymentId: 'p-1', swiftMessageId: 'SW1', amount }]);
    expect(() => readSettlement(file('paymentId\np-1\n'))).toThrow(/lacks amount/);
    expect(() => readSettlement(file('orderId,amount\n,1.00\n'))).toThrow(/Row 2 .* neither paymentId nor orderId/);
    expect(() => readSettlement(file('orderId,amount\nx,1.234\n'))).toThrow(/1\.234 is no amount/);
    expect(() => readSettlement('/nowhere/bank.csv')).toThrow(/can't be read/);
  });
});

describe('the archive', () => {
  const keys = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
  const entry = (linkId: string, sellerId: string) => ({ linkId, sellerId, kept: { state: 'Paid', note: 'Cafea' } });

  it('is unreadable without the key, readable with it, and complete or not there', async () => {
    const at = folder();
    const { path } = await new Archive(at, keys).write('2026-11-22', [entry('l-1', 's-1')]);
    expect(readFileSync(path, 'utf8')).not.toContain('Cafea');
    expect(await new Archive(at, keys).read(path)).toEqual([entry('l-1', 's-1')]);
    const others = [{ id: 'k2', key: Buffer.alloc(32, 8) }];
    await expect(new Archive(at, others).read(path)).rejects.toThrow(/k1/);
    expect(readdirSync(at)).toEqual(['payments-2026-11-22.jsonl']);
  });

  it('forgets a seller in every file, and nobody else', async () => {
    const archive = new Archive(folder(), keys);
    const { path: first } = await archive.write('2026-11-21', [entry('l-1', 's-1'), entry('l-2', 's-2')]);
    const { path: second } = await archive.write('2026-11-22', [entry('l-3', 's-1')]);
    expect(archive.forget('s-1')).toBe(2);
    expect(await archive.read(first)).toEqual([entry('l-2', 's-2')]);
    expect(await archive.read(second)).toEqual([]);
  });

  it('keeps of a day what Temporal no longer holds, but no words under nobody’s id', async () => {
    const archive = new Archive(folder(), keys);
    await archive.write('2026-11-21', [entry('l-1', 's-1'), entry('l-2', 's-2'), entry('refused', '')]);
    const again = { ...entry('l-2', 's-2'), kept: { state: 'Paid', note: 'anew' } };
    const { path, ...counts } = await archive.write('2026-11-21', [again]);
    expect(counts).toEqual({ rows: 2, kept: 1 });
    expect(await archive.read(path)).toEqual([entry('l-1', 's-1'), again]);
  });

  it('that is not there is refused: a mistyped folder would leave the seller in the right one', () => {
    expect(() => new Archive('/nowhere/archive', keys).forget('s-1')).toThrow(
      /There is no folder .*nothing was erased/,
    );
  });
});

describe('the commands’ help', () => {
  it.each(Object.entries(COMMANDS))('of %s names each of its options', (_, { usage, help, options = {} }) => {
    expect(help).toMatch(/\.$|[a-z]$/m);
    expect(Object.keys(options).filter((name) => !`${usage}${help}`.includes(`--${name}`))).toEqual([]);
  });
});
