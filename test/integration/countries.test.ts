import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChatMessage } from '../../sandbox/meta/chats';
import { templateName } from '../../domain/template';
import { spaced } from '../locales/support';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

/** One seller of three shops in three countries, each on its country's number. */
const ANA = '+37369000001';
const DAY = 86_400_000;
const numbers = { md: '100000000000001', kw: '100000000000004', jp: '100000000000005' } as const;
type LineId = keyof typeof numbers;
const LINES = [
  { id: 'md', displayNumber: '+37369002773', country: 'MD', defaultLocale: 'ro', currency: 'MDL' },
  {
    id: 'kw',
    displayNumber: '+96522000001',
    country: 'KW',
    defaultLocale: 'en',
    currency: 'KWD',
    timeZone: 'Asia/Kuwait',
  },
  {
    id: 'jp',
    displayNumber: '+81312345678',
    country: 'JP',
    defaultLocale: 'en',
    currency: 'JPY',
    timeZone: 'Asia/Tokyo',
  },
].map((line) => ({
  ...line,
  channel: 'whatsapp',
  phoneNumberId: numbers[line.id as LineId],
  wabaId: '200000000000001',
}));
const SHOPS = [
  { merchantId: 'souk', name: 'Souk', currency: 'KWD', limits: { min: '0.100', max: '1000.000' } },
  { merchantId: 'ocha', name: 'Ocha', currency: 'JPY', limits: { min: '1', max: '1000000' } },
];

let live: Live;
beforeAll(async () => {
  const linesFile = join(mkdtempSync(join(tmpdir(), 'miapos-lines-')), 'lines.json');
  writeFileSync(linesFile, JSON.stringify(LINES));
  live = await startLive({ linesFile, env: { COMMAND_MAX_AGE: 'P2D' } });
  openShops();
});
afterAll(async () => {
  await live.stop();
});
beforeEach(() => rail().faults.clear());

/** The second bank's rail settles other currencies than the first one's. */
const rail = () => {
  const [, second] = live.stack.world.rails;
  if (second === undefined) throw new Error('The sandbox has two banks');
  return second;
};

function openShops(): void {
  const { directory, vault } = live.stack.world.capSvc;
  rail().configure({ currencies: ['KWD', 'JPY'] });
  for (const shop of SHOPS) {
    const { merchantId, name } = shop;
    const terminalId = `E-${merchantId}`;
    const secretKey = `secret-of-${merchantId}`;
    const terminals = [{ terminalId, kind: 'ecomm' as const, lifetimeSeconds: 300 }];
    rail().merchants.put({ merchantId, name, bankId: 'nistru-bank', secretKey, terminals });
    vault.put(merchantId, secretKey);
    directory.putMerchant(merchantId, {
      ...shop,
      bankId: 'nistru-bank',
      capabilities: { link: true, rtp: false },
      linkTtlSeconds: 300,
      terminalId,
      rtpTerminalId: null,
    });
  }
  const merchantIds = ['cafea-centru', ...SHOPS.map(({ merchantId }) => merchantId)];
  directory.putSeller(ANA, { posUserId: 'pos-0001', status: 'ACTIVE', locale: 'en', displayName: 'Ana', merchantIds });
}

const heardOn = (line: LineId): readonly ChatMessage[] =>
  live.heard(ANA).filter(({ phoneNumberId }) => phoneNumberId === numbers[line]);
const write = (line: LineId, text: string, timestamp?: string) =>
  live.stack.world.meta.phones.send({
    type: 'text',
    from: ANA,
    text,
    phoneNumberId: numbers[line],
    ...(timestamp === undefined ? {} : { timestamp }),
  });
async function nextOn(line: LineId, act: () => unknown): Promise<ChatMessage> {
  const before = heardOn(line).length;
  act();
  const heard = await eventually(
    () => heardOn(line),
    ({ length }) => length > before,
  );
  const next = heard[before];
  if (next === undefined) throw new Error('Nothing was heard');
  return next;
}
const textOf = async (line: LineId, act: () => unknown) => spaced((await nextOn(line, act)).body);
const made = (description: string) => live.payments().filter((payment) => payment.description === description);
const become = (description: string, status: 'SUCCESS' | 'EXPIRED' | 'FAILED') => {
  for (const { payments } of live.stack.world.rails) {
    for (const payment of payments.list()) if (payment.description === description) payments.become(payment, status);
  }
};
const recordOf = (description: string) =>
  eventually(
    () => live.stack.world.capSvc.ledger.list().find((one) => one.description === description),
    (record) => record?.status === 'SUCCESS',
  );

describe('a currency of three decimals', () => {
  it('is right from the command to the portal', async () => {
    expect(await textOf('kw', () => write('kw', 'pay 1,250 "Qahwa" #t1'))).toContain('Souk\nKWD 1.250 · Qahwa\n');
    expect(made('Qahwa')).toMatchObject([{ amountMinor: 1_250, currency: 'KWD' }]);
    expect(await textOf('kw', () => become('Qahwa', 'SUCCESS'))).toMatch(/^✅ Paid KWD 1\.250 · Qahwa #t1/);
    expect(await recordOf('Qahwa')).toMatchObject({ amount: '1.250', currency: 'KWD', tag: 't1' });
  });

  it('is read from the rail’s own answer as from its callback', async () => {
    rail().faults.replace([{ match: { operation: 'callback' }, always: true, do: 'callbackLost' }]);
    await nextOn('kw', () => write('kw', 'pay 2.005 "Hel"'));
    await eventually(
      () => textOf('kw', () => write('kw', '/list')),
      (list) => list.includes('Hel'),
    );
    become('Hel', 'SUCCESS');
    const before = heardOn('kw').length;
    write('kw', '/list');
    const news = () =>
      heardOn('kw')
        .slice(before)
        .map(({ body }) => spaced(body));
    const heard = await eventually(news, ({ length }) => length >= 2);
    expect(heard).toContainEqual(expect.stringMatching(/^✅ Paid KWD 2\.005 · Hel/));
    expect(heard).toContainEqual(expect.stringMatching(/✅ KWD 2\.005 · Hel · paid/));
  });

  it('takes no fourth decimal, and says which amount would do', async () => {
    const answer = await textOf('kw', () => write('kw', 'pay 1.2505 "Mint"'));
    expect(answer).toContain('too many decimals for KWD');
    expect(made('Mint')).toEqual([]);
  });
});

describe('a currency without decimals', () => {
  it('is right from the command to the portal', async () => {
    expect(await textOf('jp', () => write('jp', '1,250 "Sencha" #t1'))).toContain('Ocha\nJPY 1,250 · Sencha\n');
    expect(made('Sencha')).toMatchObject([{ amountMinor: 1_250, currency: 'JPY' }]);
    expect(await textOf('jp', () => become('Sencha', 'SUCCESS'))).toMatch(/^✅ Paid JPY 1,250 · Sencha #t1/);
    expect(await recordOf('Sencha')).toMatchObject({ amount: '1250', currency: 'JPY' });
  });

  it('takes no decimal at all', async () => {
    expect(await textOf('jp', () => write('jp', 'pay 12.50 "Matcha"'))).toContain('too many decimals for JPY');
    expect(made('Matcha')).toEqual([]);
  });
});

describe('a day in three currencies', () => {
  it('is added up one by one', async () => {
    await nextOn('md', () => write('md', 'pay 10,50 "Ceai" #t1'));
    await nextOn('md', () => become('Ceai', 'SUCCESS'));
    const totals = await eventually(
      () => textOf('jp', () => write('jp', '/today')),
      (text) => ['MDL 10.50', 'KWD 3.255', 'JPY 1,250'].every((total) => text.includes(total)),
    );
    expect(totals).toContain('Souk: KWD 3.255 · 2 payments\n• #t1: KWD 1.250 · 1\n• no tag: KWD 2.005 · 1');
    expect(totals).toContain('Ocha: JPY 1,250 · 1 payment\n• #t1: JPY 1,250 · 1');
    expect(totals).toContain('Cafea Centru: MDL 10.50 · 1 payment\n• #t1: MDL 10.50 · 1');
  });
});

describe('a currency that the line’s rail does not settle', () => {
  it('is refused before anything is made at the bank', async () => {
    const { directory } = live.stack.world.capSvc;
    const cafe = directory.merchant('cafea-centru');
    if (cafe === undefined) throw new Error('The café is seeded');
    directory.putMerchant('euro', { ...cafe, name: 'Euro', currency: 'EUR' });
    directory.putSeller('+37369000002', {
      posUserId: 'pos-0002',
      status: 'ACTIVE',
      locale: 'en',
      merchantIds: ['euro'],
    });
    const heard = () => live.heard('+37369000002');
    live.write('+37369000002', 'pay 5 "Brioche"');
    const [answer] = await eventually(heard, ({ length }) => length > 0);
    expect(answer?.body).not.toContain('/checkout/');
    expect(made('Brioche')).toEqual([]);
  });
});

describe('two numbers', () => {
  const EMMA = '+37369000006';
  const says = (phoneNumberId: string, text: string, timestamp = new Date().toISOString()) =>
    live.stack.world.meta.phones.send({ type: 'text', from: EMMA, text, phoneNumberId, timestamp });
  const hears = (count: number) =>
    eventually(
      () => live.heard(EMMA),
      (heard) => heard.length >= count,
    );

  it('have two windows for one seller: what one may say freely, the other says by template', async () => {
    const merchantIds = ['cafea-centru', 'souk'];
    const { directory } = live.stack.world.capSvc;
    directory.putSeller(EMMA, { posUserId: 'pos-0006', status: 'ACTIVE', locale: 'en', merchantIds });
    const { limits, people, journal } = live.stack.world.meta;
    // All that she ever wrote to this number is a day old but for a moment.
    says(numbers.md, 'pay 20 "Aici"', new Date(Date.now() - DAY + 15_000).toISOString());
    await hears(1);
    says(numbers.kw, 'pay 3 "Hunak"');
    await hears(2);
    const person = people.find(EMMA);
    if (person === undefined) throw new Error('Emma has written');
    await eventually(
      () => limits.windowOpen(numbers.md, person),
      (open) => !open,
    );

    become('Aici', 'SUCCESS');
    const there = (await hears(3))[2];
    become('Hunak', 'SUCCESS');
    const here = (await hears(4))[3];
    expect(there).toMatchObject({ phoneNumberId: numbers.md, template: { name: templateName('paid', false) } });
    expect(here).toMatchObject({ phoneNumberId: numbers.kw });
    expect(here?.template).toBeUndefined();
    expect(spaced(here?.body ?? '')).toMatch(/^✅ Paid KWD 3\.000/);
    // Nothing was tried that the window forbids.
    const refused = journal.since().filter(({ operation, status }) => operation === 'sendMessage' && status !== 200);
    expect(refused).toEqual([]);
  });
});
