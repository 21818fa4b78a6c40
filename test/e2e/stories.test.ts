import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { STORIES } from '../../sandbox/stories';
import { bubbles, expectCount, expectSeen, phone, state, steps } from './support/look';
import { hasBrowser, startSandbox } from './support/sandbox';
import type { Sandbox, Visit } from './support/sandbox';

/** What somebody who watched a story has seen at its end. */
const ENDS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  paid: async (page) => {
    await expectSeen(bubbles(page, '✅ Achitat 100,00 MDL'));
    await expectSeen(state(page).getByText('Paid', { exact: true }));
    await expectSeen(steps(page, 'The rail’s signed callback'));
    await expectSeen(page.locator('.checkout[data-status=SUCCESS]').getByText('SWIFT'));
  },
  declinedAgain: async (page) => {
    await expectSeen(bubbles(page, '❌'));
    await expectCount(bubbles(page, '/checkout/').filter({ hasText: 'First edition' }), 2);
    await expectSeen(bubbles(page, '✅ Paid MDL 250.00'));
  },
  byTemplate: async (page) => {
    await expectSeen(phone(page).locator('.by-template').getByText('miapos_payment_paid_v1'));
    await expectSeen(page.locator('.told.SentByTemplate'));
    await expectSeen(page.locator('.delivery .why').getByText('131047'));
  },
  heldAndFlushed: async (page) => {
    // The old news comes first, then what was asked for.
    await expectSeen(phone(page).locator('.row:has-text("✅") ~ .row:has-text("Carte postale") .preview'));
  },
  twoMerchants: async (page) => {
    await expectSeen(phone(page).locator('.preview').getByText('Flori Ciocana'));
    await expectSeen(bubbles(page, '✅ Achitat 150,00 MDL'));
  },
  rtp: async (page) => {
    await expectSeen(page.locator('.checkout.rtp[data-status=SUCCESS]'));
    await expectSeen(steps(page, 'Send the request to the bank, once'));
    await expectCount(bubbles(page, '/checkout/'), 0);
  },
  lostCallback: async (page) => {
    await expectSeen(bubbles(page, '✅'));
    await expectSeen(steps(page, 'Ask the rail until it knows'));
    await expectCount(steps(page, 'The rail’s signed callback'), 0);
  },
  lateSuccess: async (page) => {
    await expectSeen(bubbles(page, '⌛ Not paid, link expired: MDL 90.00'));
    await expectSeen(bubbles(page, '✅').filter({ hasText: '90.00' }));
  },
  fiveTimes: async (page) => {
    await expectCount(bubbles(page, '✅').filter({ hasText: 'Limonadă' }), 1);
    await expectCount(bubbles(page, '/checkout/').filter({ hasText: 'Limonadă' }), 1);
  },
  outlives: async (page) => {
    // One link in the chat, two payments behind it, one notice.
    await expectCount(bubbles(page, 'Miere de salcâm').filter({ hasText: '/p/' }), 1);
    await expectSeen(phone(page).locator('header').getByText('+37369002775'));
    await expectSeen(steps(page, 'A customer opened the link to pay'));
    await expectSeen(page.locator('.checkout[data-status=SUCCESS]').getByText('SWIFT'));
    await expectCount(bubbles(page, '✅').filter({ hasText: 'Miere de salcâm' }), 1);
  },
};

let sandbox: Sandbox;
let visit: Visit;

const inBrowser = hasBrowser('the stories of the sandbox page') ? describe : describe.skip;

inBrowser('the stories', () => {
  beforeAll(async () => {
    sandbox = await startSandbox();
    visit = await sandbox.visit({ at: '?pace=0' });
  });
  afterAll(async () => {
    await visit.leave();
    await sandbox.stop();
  });

  it('are all on the menu', async () => {
    const options = await visit.page.locator('select[name=story] option').all();
    const offered = await Promise.all(options.map((option) => option.getAttribute('value')));
    expect(offered).toEqual(STORIES.map(({ id }) => id));
    expect(Object.keys(ENDS)).toEqual(offered);
  });

  it.each(STORIES.map(({ id }) => id))('%s plays to its end, and its end is on the page', async (id) => {
    const { page } = visit;
    await page.locator('select[name=story]').selectOption(id);
    await page.getByRole('button', { name: 'Play the story' }).click();
    const caption = page.locator(`.caption[data-story=${id}]:not([data-state=playing])`);
    await caption.waitFor({ timeout: 180_000 });
    expect([await caption.getAttribute('data-state'), await caption.innerText()]).toEqual([
      'done',
      expect.stringContaining('The end.'),
    ]);
    await ENDS[id]?.(page);
  });

  it('ask nobody but the sandbox, and the browser has nothing to complain of', () => {
    expect([...visit.hosts]).toEqual([new URL(sandbox.url).host]);
    expect(visit.complaints).toEqual([]);
  });
});
