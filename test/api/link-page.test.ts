import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { PRESSES_OF_LINK, VISITS_OF_ADDRESS, VISITS_OF_LINK } from '../../api/pages/limits';
import { LOCALES } from '../../domain/locale';
import { openedLink, pageOf } from '../support/link-page';
import { createHarness, LINE, NOW, ORIGIN, PUBLIC_URL } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const AT = `/p/${LINK}`;
const CHECKOUT = `${ORIGIN}/checkout/payment-1`;
const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': 'en-GB,en;q=0.9' };
const SAME_SITE = { ...BROWSER, 'Sec-Fetch-Site': 'same-origin' };

type Facts = Parameters<typeof pageOf>[1];
const payable: Facts = { word: 'EXPIRED' };
const paused = (why: 'blocked' | 'unavailable', leftMs: number): Facts => ({
  ...payable,
  pause: { until: new Date(NOW.getTime() + leftMs).toISOString(), why },
});

function world(facts?: Facts, options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options);
  if (facts !== undefined) harness.pages.links.set(LINK, pageOf(NOW, facts));
  const open = (at = AT, headers: Record<string, string> = BROWSER) => request(harness.app).get(at).set(headers);
  const token = async () => /name="token" value="([^"]+)"/.exec((await open()).text)?.[1] ?? '';
  const press = async (headers: Record<string, string> = SAME_SITE, value?: string) =>
    request(harness.app)
      .post(AT)
      .set(headers)
      .type('form')
      .send({ token: value ?? (await token()) });
  return { ...harness, open, press, token };
}

const shownOn = (html: string): string | undefined => /data-shows="(\w+)"/.exec(html)?.[1];

describe('opening a link', () => {
  it('leads to the checkout page while its payment has a minute or more to live, and nothing may keep that', async () => {
    const { open, pages, count } = world({ leftMs: 60_000 });
    const answer = await open();
    expect(answer.status).toBe(302);
    expect(answer.headers).toMatchObject({ location: CHECKOUT, 'cache-control': 'no-store' });
    expect(pages.calls).toEqual([`read ${LINK}`]);
    expect(await count('page_opens_total', { visit: 'open', shown: 'checkout' })).toBe(1);
  });

  it.each<[string, Facts, string]>([
    ['nearly over', { leftMs: 59_999 }, 'processing'],
    ['over, as the rail says', payable, 'payable'],
    ['paid', { outcome: 'SUCCESS' }, 'paid'],
    ['declined', { outcome: 'DECLINED', word: 'DECLINED' }, 'failed'],
    ['expired with its link', { outcome: 'EXPIRED', word: 'EXPIRED' }, 'expired'],
    ['taken back', { cancelled: true }, 'cancelled'],
    ['looked at by people', { inReview: true }, 'checking'],
    ['the twentieth', { payments: 20, word: 'EXPIRED' }, 'exhausted'],
    ['not to be made while the bank is given a rest', paused('unavailable', 1), 'unavailable'],
    ['not to be made for a seller who is blocked', paused('blocked', 1), 'blocked'],
    ['to be made again after the rest', paused('unavailable', 0), 'payable'],
  ])('shows a page of ours where the payment is %s', async (_, facts, shown) => {
    const { open, pages } = world(facts);
    const answer = await open();
    expect(answer.status).toBe(200);
    expect(shownOn(answer.text)).toBe(shown);
    expect(answer.text).toContain('Cafea Centru');
    expect(answer.text).toContain('MDL\u00a0100.00');
    expect(pages.calls).toEqual([`read ${LINK}`]);
  });

  it('issues nothing, whoever opens it and however often', async () => {
    const { open, pages } = world(payable);
    for (const agent of ['facebookexternalhit/1.1', 'WhatsApp/2.24', 'Mozilla/5.0', 'curl/8.4']) {
      await open(AT, { ...BROWSER, 'User-Agent': agent });
      await open(`${AT}?back=1`, { ...BROWSER, 'User-Agent': agent });
    }
    expect(pages.calls.filter((call) => call.startsWith('open'))).toEqual([]);
  });

  it('offers a button only where pressing it is of use', async () => {
    const buttons = async (facts: Facts) => (await world(facts).open()).text.split('<button').length - 1;
    expect(await buttons(payable)).toBe(1);
    for (const facts of [{ outcome: 'SUCCESS' }, { cancelled: true }, { leftMs: 1 }] as const) {
      expect(await buttons(facts)).toBe(0);
    }
  });

  it('has text of others in it as text', async () => {
    const { open } = world({ ...payable, merchant: `<b>"Ana" & Co</b>`, description: `'><script>alert(1)</script>` });
    const { text } = await open();
    expect(text).not.toContain('<b>');
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;b&gt;&quot;Ana&quot; &amp; Co&lt;/b&gt;');
  });
});

describe('the page of a link', () => {
  it('may be kept, indexed, framed and told of nowhere, and loads nothing', async () => {
    const { headers, text } = await world(payable).open();
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self' https/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).toContain('<meta name="robots" content="noindex, nofollow">');
    expect(text).not.toMatch(/<script|<img|@import|url\(|\ssrc=/);
  });

  it.each(LOCALES)('is small in %s, whatever it shows', async (locale) => {
    const long = { merchant: 'Ș'.repeat(500), description: '"'.repeat(140) };
    for (const facts of [payable, { leftMs: 1 }, { outcome: 'FAILED' }] as const) {
      const { text } = await world({ ...long, ...facts }).open(`${AT}?lang=${locale}`);
      expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    }
  });

  it('shows a chat its merchant and amount while it can be paid at once', async () => {
    const { open, count } = world({ leftMs: 200_000 });
    const { status, text } = await open(AT, { 'User-Agent': 'WhatsApp/2.23.20.0' });
    expect(status).toBe(200);
    expect(text).toContain('<meta property="og:title" content="Plată către Cafea Centru">');
    expect(text).toMatch(/<meta property="og:description" content="100,00\u00a0MDL · Cafea">/);
    expect(text).toContain(`<meta property="og:url" content="${PUBLIC_URL}${AT}">`);
    expect(await count('page_opens_total', { visit: 'preview' })).toBe(1);
  });

  it.each(['WhatsApp/2.23.20.0', 'Mozilla/5.0 (Linux; Android 14) Viber/22.4 Mobile Safari/537.36'])(
    'leads on whoever taps "Continue to payment" in the browser of a chat: %s',
    async (agent) => {
      const { open, count } = world({ leftMs: 200_000 });
      const headers = { ...BROWSER, 'User-Agent': agent };
      const { text } = await open(AT, headers);
      const href = /href="([^"]+)">Continue to payment</.exec(text)?.[1] ?? '';
      const answer = await open(
        new URL(href.replaceAll('&amp;', '&'), `${PUBLIC_URL}${AT}`).toString().slice(PUBLIC_URL.length),
        headers,
      );
      expect([answer.status, answer.headers['location']]).toEqual([302, CHECKOUT]);
      expect(await count('page_opens_total', { visit: 'open', shown: 'checkout' })).toBe(1);
    },
  );

  it.each([
    ['ru-RU,ru;q=0.9,en;q=0.5', 'ru'],
    ['de-AT', 'de'],
    ['ja, fr-CA;q=0.4', 'fr'],
    ['ja', 'ro'],
  ])('speaks %s as %s', async (accepted, locale) => {
    const { headers, text } = await world(payable).open(AT, { ...BROWSER, 'Accept-Language': accepted });
    expect(headers['content-language']).toBe(locale);
    expect(text).toContain(`<html lang="${locale}">`);
  });

  it('lets the reader choose, and stays in that language when its button is pressed', async () => {
    const { open } = world(payable);
    const { text } = await open(`${AT}?lang=de`);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('action="?lang=de"');
    for (const locale of LOCALES) expect(text).toContain(`href="?lang=${locale}"`);
    expect((await open(`${AT}?lang=xx`)).text).toContain('<html lang="en">');
    expect((await open(`${AT}?lang=ru&lang=de`)).text).toContain('<html lang="en">');
  });
});

describe('pressing the button', () => {
  it('leads on to the new payment', async () => {
    const { press, pages, count } = world(payable);
    pages.opens = () => openedLink(pageOf(NOW, { leftMs: 300_000, payments: 2 }));
    const answer = await press();
    expect(answer.status).toBe(303);
    expect(answer.headers).toMatchObject({ location: CHECKOUT, 'cache-control': 'no-store' });
    expect(await count('page_presses_total', { shown: 'checkout' })).toBe(1);
  });

  it('asks for nothing while the bank is given a rest, and says so', async () => {
    const { press, pages, token } = world(payable);
    const value = await token();
    pages.links.set(LINK, pageOf(NOW, paused('unavailable', 1)));
    const answer = await press(SAME_SITE, value);
    expect([answer.status, shownOn(answer.text)]).toEqual([200, 'unavailable']);
    expect(pages.calls.filter((call) => call.startsWith('open'))).toEqual([]);
  });

  it('asks for nothing where somebody else was quicker', async () => {
    const { press, pages, token } = world(payable);
    const value = await token();
    pages.links.set(LINK, pageOf(NOW, { leftMs: 200_000, payments: 2 }));
    expect((await press(SAME_SITE, value)).headers['location']).toBe(CHECKOUT);
    expect(pages.calls.filter((call) => call.startsWith('open'))).toEqual([]);
  });

  it.each(['blocked', 'unavailable'] as const)('says that nothing was made where it is %s', async (notOpened) => {
    const { press, pages } = world(payable);
    pages.opens = (page) => ({ ...page, notOpened });
    const answer = await press();
    expect([answer.status, shownOn(answer.text)]).toEqual([200, notOpened]);
    expect(answer.text.includes('<button')).toBe(notOpened === 'unavailable');
  });

  it('shows what became of the link meanwhile, and asks for patience where the workflow does', async () => {
    const { press, pages } = world(payable);
    expect(shownOn((await press()).text)).toBe('unavailable');
    pages.opens = () => {
      pages.links.set(LINK, pageOf(NOW, { outcome: 'SUCCESS' }));
      return 'nothing';
    };
    expect(shownOn((await press()).text)).toBe('paid');
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { ...BROWSER, 'Sec-Fetch-Site': 'cross-site' }],
    ['a sibling of ours', { ...BROWSER, 'Sec-Fetch-Site': 'same-site' }],
    ['an old browser on another site', { ...BROWSER, Origin: 'https://evil.example' }],
  ])('is refused from %s, and asks to be pressed here', async (_, headers) => {
    const { press, pages } = world(payable);
    const answer = await press(headers);
    expect([answer.status, shownOn(answer.text)]).toEqual([403, 'pressAgain']);
    expect(pages.calls.filter((call) => call.startsWith('open'))).toEqual([]);
  });

  it.each(['null', PUBLIC_URL])('is taken from an old browser that says Origin: %s', async (Origin) => {
    const { press, pages } = world(payable);
    pages.opens = () => openedLink(pageOf(NOW, { leftMs: 300_000, payments: 2 }));
    expect((await press({ ...BROWSER, Origin })).status).toBe(303);
  });

  it('is refused without this page’s own token: of another link, too old, changed, none', async () => {
    let now = NOW;
    const { press, pages, token } = world(payable, { now: () => now });
    const other = 'zbcdefghijklmnopqrstuvwx23';
    pages.links.set(other, pageOf(NOW, payable));
    const value = await token();
    for (const wrong of ['', 'x', `${value}x`, value.replace(/^./u, '9'), `zzzzzzzz.${value.split('.')[1] ?? ''}`]) {
      expect((await press(SAME_SITE, wrong)).status).toBe(403);
    }
    now = new Date(NOW.getTime() + 25 * 3_600_000);
    const late = await press(SAME_SITE, value);
    expect(late.status).toBe(403);
    expect(late.text).toMatch(/name="token" value="[\w.-]+"/);
    expect(pages.calls.filter((call) => call.startsWith('open'))).toEqual([]);
  });

  it('is taken with a page that was opened before the key was rotated', async () => {
    const value = await world(payable, { addressKeys: [['a1', 1]] }).token();
    const { press, pages } = world(payable, {
      addressKeys: [
        ['a2', 2],
        ['a1', 1],
      ],
    });
    pages.opens = () => openedLink(pageOf(NOW, { leftMs: 300_000, payments: 2 }));
    expect((await press(SAME_SITE, value)).status).toBe(303);
  });
});

describe('coming back from the checkout page', () => {
  it('makes the workflow ask the rail, and shows its answer', async () => {
    const { open, pages, count } = world({ leftMs: 200_000 });
    pages.asks = () => pageOf(NOW, { outcome: 'SUCCESS', word: 'SUCCESS' });
    const answer = await open(`${AT}?back=1`);
    expect(shownOn(answer.text)).toBe('paid');
    expect(pages.calls).toEqual([`read ${LINK}`, `back ${LINK}`]);
    expect(await count('page_opens_total', { visit: 'back', shown: 'paid' })).toBe(1);
  });

  it('stays here where the rail knows nothing yet, and never leads back by itself', async () => {
    const { open, pages } = world({ leftMs: 200_000 });
    const answer = await open(`${AT}?back=1&status=SUCCESS`);
    expect([answer.status, shownOn(answer.text)]).toEqual([200, 'checkout']);
    expect(answer.text).toContain('href="?back=1&amp;lang=en"');
    pages.asks = () => {
      throw new Error('no answer');
    };
    expect(shownOn((await open(`${AT}?back=1`)).text)).toBe('checkout');
  });

  it('shows the word that came between the visit and the question: then the workflow has nothing to ask', async () => {
    const { open, pages } = world({ leftMs: 200_000 });
    pages.asks = () => {
      pages.links.set(LINK, pageOf(NOW, { outcome: 'SUCCESS', word: 'SUCCESS' }));
      return 'nothing';
    };
    expect(shownOn((await open(`${AT}?back=1`)).text)).toBe('paid');
  });

  it('asks nothing about a payment that the rail has spoken about', async () => {
    const { open, pages } = world(payable);
    await open(`${AT}?back=1`);
    expect(pages.calls).toEqual([`read ${LINK}`]);
  });
});

describe('an address that is no link', () => {
  it.each(['a', LINK.toUpperCase(), `${LINK}a`, '%E0%A4%A', '..%2f..%2fops', `${LINK}%00`, "'or'1'='1"])(
    'costs nothing where it is malformed: %s',
    async (id) => {
      const { open, pages, temporal } = world();
      const answer = await open(`/p/${id}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(shownOn(answer.text)).toBe('unknown');
      expect(pages.calls).toEqual([]);
      expect(temporal.calls).toBe(0);
    },
  );

  it('costs one call where it could be one, and tells nothing', async () => {
    const { open, press, pages } = world();
    const answer = await open();
    expect([answer.status, shownOn(answer.text)]).toEqual([404, 'unknown']);
    expect(answer.text).not.toMatch(/og:|<form/);
    expect(pages.calls).toEqual([`read ${LINK}`]);
    pages.calls.length = 0;
    expect((await press(SAME_SITE, 'x')).status).toBe(404);
    expect(pages.calls).toEqual([`read ${LINK}`]);
  });

  it('is a problem document for programs', async () => {
    const answer = await world().open(AT, { Accept: 'application/json' });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.body).toMatchObject({ status: 404, code: 'LinkUnknown' });
  });
});

describe('a visit that can’t be served', () => {
  it('is asked to try again while Temporal is away, by a page or by a problem document', async () => {
    const { open, pages } = world(payable);
    pages.away = true;
    const answer = await open(AT, { ...BROWSER, 'Accept-Language': 'fr' });
    expect([answer.status, shownOn(answer.text)]).toEqual([503, 'away']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).toContain('<html lang="fr">');
    expect((await open(AT, { Accept: 'application/json' })).body).toMatchObject({ code: 'TemporalUnavailable' });
  });

  it('is logged by its route alone, never by the link', async () => {
    const { open, logged } = world(payable);
    await open();
    expect(logged.join('')).toContain('"route":"/p/:linkId"');
    expect(logged.join('')).not.toContain(LINK);
  });

  it.each(['put', 'delete', 'patch'] as const)('is refused as %s', async (method) => {
    const answer = await request(world(payable).app)[method](AT);
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, POST']);
  });

  it('is refused with a body larger than a form of ours', async () => {
    expect((await world(payable).press(SAME_SITE, 'x'.repeat(2_000))).status).toBe(413);
  });
});

describe('too many visits', () => {
  it('of one link are refused for a while, in the reader’s language', async () => {
    const { open } = world({ outcome: 'SUCCESS' });
    for (let visit = 0; visit < VISITS_OF_LINK; visit += 1) expect((await open()).status).toBe(200);
    const answer = await open(AT, { ...BROWSER, 'Accept-Language': 'ro' });
    expect([answer.status, shownOn(answer.text)]).toEqual([429, 'tooOften']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.text).toContain('Prea multe încercări');
  });

  it('that press its button are refused sooner', async () => {
    const { press, token } = world(payable);
    const value = await token();
    for (let time = 0; time < PRESSES_OF_LINK; time += 1) expect((await press(SAME_SITE, value)).status).toBe(200);
    expect((await press(SAME_SITE, value)).status).toBe(429);
  });

  it('of one address are refused, whatever it guesses; behind our proxy the visitor’s own address counts', async () => {
    const { app, pages } = world(undefined, { trustedProxies: ['loopback'] });
    const guess = (from: string, index: number) =>
      request(app)
        .get(
          `/p/${index
            .toString(36)
            .padStart(26, 'a')
            .replace(/[0189]/g, '2')}`,
        )
        .set({
          ...BROWSER,
          'X-Forwarded-For': from,
        });
    let last = 0;
    for (let index = 0; index <= VISITS_OF_ADDRESS; index += 1) last = (await guess('203.0.113.7', index)).status;
    expect(last).toBe(429);
    expect(pages.calls).toHaveLength(VISITS_OF_ADDRESS);
    expect((await guess('203.0.113.8', 1)).status).toBe(404);
  });

  it('can’t be disguised by a header that no proxy of ours has set', async () => {
    const { app } = world();
    let last = 0;
    for (let index = 0; index <= VISITS_OF_ADDRESS; index += 1) {
      const headers = { ...BROWSER, 'X-Forwarded-For': `203.0.113.${String(index % 250)}` };
      last = (
        await request(app)
          .get(`/p/x${String(index)}`)
          .set(headers)
      ).status;
    }
    expect(last).toBe(429);
  });
});

it('the line’s own language is spoken to whoever says none', async () => {
  const { headers } = await world(payable).open(AT, { Accept: '*/*' });
  expect(headers['content-language']).toBe(LINE.defaultLocale);
});
