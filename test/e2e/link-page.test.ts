import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { LOCALES } from '../../domain/locale';
import { openBrowser } from '../../sandbox/recording/browser';
import { eventually, startLive, untilExpired } from '../support/live';
import type { Live } from '../support/live';
import { hasBrowser } from './support/sandbox';

const AXE = require.resolve('axe-core/axe.min.js');
const ANA = '+37369000001';
/** The line of the sandbox whose links outlive their payments. */
const PIATA = '100000000000003';
const PHONE = { viewport: { width: 320, height: 640 } };
const PATIENCE = 300_000;

let live: Live;
let browser: Browser;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Somebody opens an address, and what came of it. */
async function visit<T>(url: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>) {
  const person = await browser.newContext({ ...PHONE, ...options });
  person.setDefaultTimeout(60_000);
  if (options.javaScriptEnabled !== false) await person.addInitScript({ path: AXE });
  const page = await person.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:') hosts.add(host);
  });
  page.on('console', (message) => {
    // The simulated bank has no icon, and a browser asks for one.
    const icon = message.location().url.endsWith('/favicon.ico');
    if (message.type() === 'error' && !icon) complaints.push(`${message.text()} ${message.location().url}`);
  });
  // On a machine under load a run may not answer in time, and its page says so: whoever reads that comes again.
  const openIt = async () => {
    complaints.length = 0;
    await page.goto(url);
    return shows(page);
  };
  await eventually(openIt, (shown) => shown !== 'away', PATIENCE / 2);
  const seen = await look(page);
  await person.close();
  return { seen, hosts: [...hosts], complaints };
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate<{ violations: readonly Violation[] }>('axe.run()');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

const shows = (page: Page) => page.locator('[data-shows]').getAttribute('data-shows');
const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

/** A link of that line, its payments at the bank, and a way to end the newest. */
async function link(text: string) {
  const before = live.heard(ANA).length;
  live.stack.world.meta.phones.send({ type: 'text', from: ANA, text, phoneNumberId: PIATA });
  const [sent] = await eventually(
    () => live.heard(ANA).slice(before),
    (heard) => heard.length > 0,
    PATIENCE,
  );
  const url = /http\S+\/p\/[a-z2-7]{26}/.exec(sent?.body ?? '')?.[0] ?? '';
  const payments = () => live.payments().filter(({ orderId }) => url.endsWith(orderId));
  const expire = async () => {
    for (const rail of live.stack.world.rails) {
      const own = rail.payments.find(payments().at(-1)?.paymentId ?? '');
      if (own !== undefined) rail.payments.become(own, 'EXPIRED');
    }
    await untilExpired(live, url.slice(-26), PATIENCE);
  };
  return { url, payments, expire };
}

const inBrowser = hasBrowser('the page of a link') ? describe : describe.skip;

inBrowser('the page of a link, on a phone 320 px wide', () => {
  let open: Awaited<ReturnType<typeof link>>;

  beforeAll(async () => {
    live = await startLive({ timings: { poll: 1_000, pollAfterExpiry: 1_000 } });
    browser = await openBrowser();
    open = await link('pay 1250.50 "Trandafiri roșii și un buchet de mireasă"');
    await open.expire();
  }, PATIENCE);
  afterAll(async () => {
    await browser.close();
    await live.stop();
  }, PATIENCE);

  describe.each(LOCALES)('in %s', (locale) => {
    it.each(['light', 'dark'] as const)(
      'has no violation that axe-core knows, fits, and loads nothing: %s',
      async (colorScheme) => {
        const { seen, hosts, complaints } = await visit(open.url, { locale, colorScheme }, async (page) => ({
          shown: await shows(page),
          lang: await page.locator('html').getAttribute('lang'),
          wide: await isWide(page),
          violations: await violations(page),
        }));
        expect(seen).toEqual({ shown: 'payable', lang: locale, wide: false, violations: [] });
        expect(hosts).toEqual([new URL(open.url).host]);
        expect(complaints).toEqual([]);
      },
      PATIENCE,
    );
  });

  it(
    'changes its language without a script',
    async () => {
      const { seen } = await visit(open.url, { locale: 'en', javaScriptEnabled: false }, async (page) => {
        await page.getByRole('link', { name: 'Deutsch' }).click();
        return [await page.locator('html').getAttribute('lang'), await page.locator('button').innerText()];
      });
      expect(seen).toEqual(['de', '1.250,50\u00a0MDL zahlen']);
    },
    PATIENCE,
  );

  it(
    'leads to the bank at the press of its button, without a script, and shows that it is paid afterwards',
    async () => {
      const { url, payments, expire } = await link('pay 75 "Cafea"');
      await expire();
      const { seen, complaints } = await visit(url, { locale: 'en', javaScriptEnabled: false }, async (page) => {
        await page.getByRole('button', { name: 'Pay' }).click();
        await page.locator('body[data-status=CREATED]').waitFor();
        const there = page.url();
        await page.locator('button.pay').click();
        // The rail was asked a moment before: whoever reads "being processed" looks again.
        await eventually(
          async () => {
            await page.locator('[data-shows]').waitFor();
            const shown = await shows(page);
            if (shown === 'processing') await page.locator('a.button:not(.second)').click();
            return shown;
          },
          (shown) => shown === 'paid',
          PATIENCE / 2,
        );
        return { there, back: page.url() };
      });
      expect(payments()).toHaveLength(2);
      expect(seen).toEqual({ there: payments()[1]?.checkoutPage, back: expect.stringContaining(`${url}?back=1`) });
      expect(complaints).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'has no violation where there is no such link, either',
    async () => {
      const nowhere = `${open.url.slice(0, -26)}${'a'.repeat(26)}`;
      const { seen } = await visit(nowhere, { locale: 'ro' }, async (page) => ({
        shown: await shows(page),
        wide: await isWide(page),
        violations: await violations(page),
      }));
      expect(seen).toEqual({ shown: 'unknown', wide: false, violations: [] });
    },
    PATIENCE,
  );
});
