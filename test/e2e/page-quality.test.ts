import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LOCALES } from '../../domain/locale';
import { bubbles, choose, expectCount, expectSeen, phone, write } from './support/look';
import { hasBrowser, startSandbox } from './support/sandbox';
import type { Sandbox, Visit, VisitOptions } from './support/sandbox';

const AXE = require.resolve('axe-core/axe.min.js');
const WIDE = { width: 1600, height: 1000 };
const NARROW = { width: 375, height: 812 };

let sandbox: Sandbox;
let visit: Visit;
/** Whom anything was asked of, all the time. */
const hosts = new Set<string>();

const open = async (options: VisitOptions): Promise<Page> => {
  visit = await sandbox.visit(options);
  return visit.page;
};

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds, in short. */
async function violations(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate<{ violations: readonly Violation[] }>('axe.run()');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

const inBrowser = hasBrowser('accessibility and catching up of the sandbox page') ? describe : describe.skip;

inBrowser('the page', () => {
  beforeAll(async () => {
    sandbox = await startSandbox();
    // Something of everything to look at.
    const page = await open({ at: '?pace=0' });
    for (const story of ['paid', 'byTemplate', 'rtp']) {
      await page.locator('select[name=story]').selectOption(story);
      await page.getByRole('button', { name: 'Play the story' }).click();
      await page.locator(`.caption.done[data-story=${story}]`).waitFor({ timeout: 180_000 });
    }
    await visit.leave();
  });
  afterEach(async () => {
    for (const host of visit.hosts) hosts.add(host);
    await visit.leave();
  });
  afterAll(async () => {
    await sandbox.stop();
  });

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [WIDE, NARROW].map((viewport) => ({ colorScheme, viewport, width: viewport.width })),
  );

  describe.each(looks)('$colorScheme, at $width px', ({ colorScheme, viewport }) => {
    const narrow = viewport === NARROW;
    const visitOptions = { colorScheme, viewport, script: AXE };
    /** A narrow screen shows one of the three parts at a time. */
    const parts = narrow ? ['Customer', 'System'] : [];
    const part = async (page: Page, name: string): Promise<void> => {
      if (narrow) await page.getByRole('button', { name, exact: true }).click();
    };

    it('has no violation that axe-core knows, with a chat, its template and its payment', async () => {
      const page = await open(visitOptions);
      await choose(page, 'Jonas');
      await expectSeen(phone(page).locator('.by-template'));
      expect(await violations(page)).toEqual([]);
      for (const name of parts) {
        await part(page, name);
        expect(await violations(page)).toEqual([]);
      }
      expect(visit.complaints).toEqual([]);
    });

    it('nor with the banking app, the faults, the templates or an open list', async () => {
      const page = await open(visitOptions);
      await choose(page, 'Maria');
      await write(page, 'pay 60 crini');
      await phone(page).locator('.choice').last().click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await choose(page, 'Victor');
      await part(page, 'Customer');
      await expectSeen(page.locator('.checkout.rtp'));
      expect(await violations(page)).toEqual([]);
      await part(page, 'System');
      for (const tab of ['Faults', 'Templates']) {
        await page.getByRole('tab', { name: tab }).click();
        expect(await violations(page)).toEqual([]);
      }
    });

    it('nor in the merchant portal', async () => {
      const page = await open({ ...visitOptions, at: '#portal' });
      await expectSeen(page.getByText('Cafea + croissant'));
      expect(await violations(page)).toEqual([]);
    });
  });

  it.each(LOCALES)('speaks %s, and fits 375 and 1600 px in it', async (language) => {
    const page = await open({ at: `?lang=${language}` });
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    for (const viewport of [NARROW, WIDE]) {
      await page.setViewportSize(viewport);
      for (const view of ['#portal', '#play']) {
        await page.locator(`nav a[href="${view}"]`).click();
        await page.locator(`main[data-view=${view.slice(1)}]`).waitFor();
        const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(widest).toBeLessThanOrEqual(viewport.width);
      }
    }
  });

  it.each([
    { reducedMotion: 'reduce', moves: false },
    { reducedMotion: 'no-preference', moves: true },
  ] as const)('moves only for those who want it: $reducedMotion', async ({ reducedMotion, moves }) => {
    const page = await open({ reducedMotion });
    await choose(page, 'Maria');
    await write(page, 'pay 62 crini');
    await phone(page).locator('.choice').last().click();
    await page.getByRole('dialog').waitFor();
    const names = await page.evaluate<readonly string[]>(
      "Array.from(document.querySelectorAll('.sheet, .row'), (one) => getComputedStyle(one).animationName)",
    );
    expect(names.some((name) => name !== 'none')).toBe(moves);
  });

  it('remembers the language, the colours and the phones of an earlier visit', async () => {
    const page = await open({});
    await page.getByRole('combobox', { name: 'Language of this page' }).selectOption('fr');
    await page.locator('html[lang=fr]').waitFor();
    await page.getByRole('combobox', { name: 'Couleurs' }).selectOption('dark');
    await page.goto(sandbox.url);
    await page.locator('html[lang=fr][data-theme=dark]').waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('catches up by itself after the server was away', async () => {
    const page = await open({});
    await sandbox.cutOff();
    await page.locator('.live.off').waitFor();
    const { phones } = sandbox.stack.world.meta;
    phones.send({ type: 'text', from: '+37369000001', text: 'pay 61 "Ceai"' });
    await sandbox.reconnect();
    await page.locator('.live.on').waitFor();
    await expectSeen(bubbles(page, '61,00 MDL · Ceai'));
  });

  it('notices a connection that died without a word, and asks for what it missed only', async () => {
    const page = await open({});
    await page.clock.install();
    await page.reload();
    await page.locator('.live.on').waitFor();
    const [again] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/events?since=')),
      page.clock.fastForward(60_000),
    ]);
    const body = await fetch(again.url(), { headers: { Accept: 'text/event-stream' } }).then(firstEvent);
    expect(body.all).toBe(false);
    await page.locator('.live.on').waitFor();
    await expectCount(page.locator('.seller'), 1);
  });

  it('asks nobody but the sandbox for anything', async () => {
    await open({});
    expect([...hosts, ...visit.hosts]).toEqual([new URL(sandbox.url).host, new URL(sandbox.url).host]);
  });

  it('can be framed, extended and fed by nobody', async () => {
    const page = await open({});
    const policy = (await page.request.get(sandbox.url)).headers()['content-security-policy'] ?? '';
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy).not.toContain('unsafe');
    const foreign = await fetch(`${sandbox.url}/api/reset`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://elsewhere.example' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });
});

/** The first event of the stream that says something. */
async function firstEvent(response: Response): Promise<{ readonly all: boolean }> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    const data = /^data: (.*)\n\n/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data) as { readonly all: boolean };
  }
  throw new Error('The stream ended before it said anything.');
}
