import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { bubbles, choose, expectCount, expectSeen, pay, phone, state, steps, write } from './support/look';
import { hasBrowser, startSandbox } from './support/sandbox';
import type { Sandbox, Visit } from './support/sandbox';

let sandbox: Sandbox;
let visit: Visit;
let page: Page;

const tab = (name: string) => page.getByRole('tab', { name }).click();
const flip = async (name: string, on: boolean): Promise<void> => {
  await page.locator(`[data-switch=${name}][aria-checked=${String(!on)}]`).click();
  await expectSeen(page.locator(`[data-switch=${name}][aria-checked=${String(on)}]`));
};

/** Plays with a number that no seller has. */
async function takeOther(number: string): Promise<void> {
  await phone(page).getByRole('combobox', { name: 'Seller', exact: true }).selectOption('other');
  const asked = phone(page).getByRole('dialog', { name: 'Another phone…' });
  await asked.getByRole('textbox').fill(number);
  await asked.getByRole('button', { name: 'Use this phone' }).click();
  await expectCount(asked, 0);
}

/** Says yes to the question whether to ask this payer for so much. */
const confirm = (amount: string): Promise<void> =>
  phone(page).locator('.row.other').filter({ hasText: amount }).locator('.choice').click();

/** Each fault that the page has words for. */
function faultsWithWords(): readonly string[] {
  const words = readFileSync(join(__dirname, '..', '..', 'sandbox', 'page', 'app', 'i18n', 'en.json'), 'utf8');
  return Object.keys(JSON.parse(words) as object).flatMap((key) => /^fault\.(.*)/.exec(key)?.[1] ?? []);
}

const inBrowser = hasBrowser('the sandbox page, played by hand') ? describe : describe.skip;

inBrowser('whoever plays', () => {
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(async () => {
    visit = await sandbox.visit();
    page = visit.page;
  });
  afterEach(async () => {
    await visit.leave();
  });
  afterAll(async () => {
    await sandbox.stop();
  });

  it('comes from a typed command to a paid link with the keyboard alone', async () => {
    await phone(page).getByLabel('Message', { exact: true }).focus();
    await page.keyboard.type('pay 100 "Cafea + croissant" #cafea');
    await page.keyboard.press('Enter');
    await phone(page).locator('.preview').press('Enter');
    await page.getByRole('button', { name: 'Pay in the banking app' }).press('Enter');
    await expectSeen(bubbles(page, '✅ Achitat 100,00 MDL'));
    await expectSeen(bubbles(page, '✅').locator('.tick.read'));
    await expectSeen(state(page).getByText('Paid', { exact: true }));
    await expectSeen(steps(page, 'The workflow is over'));
  });

  it('follows a payment into the Temporal UI', async () => {
    await write(page, 'pay 12 covrig');
    await expectSeen(state(page).getByText('Awaiting payment'));
    const address = (await page.getByRole('link', { name: 'Open in the Temporal UI' }).getAttribute('href')) ?? '';
    const id = await page.locator('.payment .links code').innerText();
    expect(address).toContain(`${sandbox.stack.uiUrl}/namespaces/default/workflows/${encodeURIComponent(id)}/`);
    const known = `${sandbox.stack.uiUrl}/api/v1/namespaces/default/workflows/${encodeURIComponent(id)}`;
    expect((await fetch(known)).status).toBe(200);
  });

  it('chooses a merchant from the list that slides up, and is taken back by Escape', async () => {
    await choose(page, 'Maria');
    await write(page, 'pay 20 lalele');
    const open = phone(page).locator('.choice');
    await open.press('Enter');
    const sheet = page.getByRole('dialog');
    await expectSeen(sheet);
    await page.keyboard.press('Escape');
    await expectCount(sheet, 0);
    // Whoever uses the keyboard is where they were.
    await expectSeen(phone(page).locator('.choice:focus'));
    await page.keyboard.press('Enter');
    await sheet.getByRole('radio', { name: 'Flori Botanica' }).check();
    await sheet.getByRole('button', { name: 'Send' }).click();
    await expectSeen(phone(page).locator('.preview').getByText('Flori Botanica'));
  });

  it('chooses the line: one bank serves its own sellers only, so Maria is not asked which shop', async () => {
    await choose(page, 'Maria');
    await phone(page).getByRole('combobox', { name: 'Line', exact: true }).selectOption('nistru');
    await expectSeen(phone(page).locator('header').getByText('+37369002774'));
    await write(page, 'pay 21 lalele');
    await expectSeen(phone(page).locator('.preview').getByText('Flori Ciocana'));
  });

  it('chooses the language of the chat', async () => {
    await choose(page, 'Emma');
    await phone(page).getByLabel('Chat language').selectOption('de');
    // The page asks for the list and taps a row, as a seller would: a command written before the answer may be quicker.
    await expectSeen(bubbles(page, 'Ab jetzt schreiben wir Ihnen auf Deutsch.'));
    await write(page, 'pay 22 Buch');
    await expectSeen(bubbles(page, 'Zahlung an Book Corner'));
    await page.reload();
    await expectCount(phone(page).getByLabel('Chat language').locator('option:checked[value=de]'), 1);
  });

  it('plays with several phones side by side', async () => {
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await choose(page, 'Louise', 1);
    await write(page, 'pay 23 livre', 1);
    await expectSeen(phone(page, 1).locator('.preview').getByText('Book Corner'));
    await expectCount(phone(page, 0).locator('.bubble').filter({ hasText: 'livre' }), 0);
    await page.getByRole('button', { name: 'Remove this phone' }).last().click();
    await expectCount(page.locator('.seller'), 1);
  });

  it('plays a phone that no bank knows', async () => {
    await takeOther('+373 60 123 456');
    await expectCount(
      phone(page)
        .getByRole('combobox', { name: 'Seller', exact: true })
        .locator('option:checked[value="+37360123456"]'),
      1,
    );
    await write(page, 'pay 5');
    await expectSeen(phone(page).locator('.row.other'));
    await expectCount(phone(page).locator('.preview'), 0);
  });

  it('jumps past the 24-hour window and back, and sees the delivery change', async () => {
    await choose(page, 'Jonas');
    await write(page, 'pay 24 "Karte"');
    await expectSeen(phone(page).locator('.preview'));
    await page.getByRole('button', { name: 'Jump past 24 h' }).click();
    await expectSeen(page.getByText('24-hour window closed'));
    await pay(page, '24.00 MDL');
    await expectSeen(phone(page).locator('.by-template'));
    await expectSeen(page.locator('.delivery.template').getByText('Approved template'));
    await page.getByRole('button', { name: 'Back inside' }).click();
    await expectSeen(page.getByText(/24-hour window: .* left/));
  });

  it('pauses the template too, and sees the notice owed until the seller writes again', async () => {
    await choose(page, 'Louise');
    await write(page, 'pay 25 "Crayon"');
    await expectSeen(phone(page).locator('.preview').getByText('25.00 MDL'));
    await tab('Templates');
    const paused = page.getByLabel('Status: miapos_payment_paid_v1');
    await paused.selectOption('PAUSED');
    await page.getByRole('button', { name: 'Jump past 24 h' }).click();
    await pay(page, '25.00 MDL');
    await tab('Live');
    await expectSeen(page.locator('.told.Owed'));
    await expectSeen(page.locator('.delivery.owe').getByText('no approved template is usable'));
    await write(page, 'pay 26 "Gomme"');
    await expectSeen(bubbles(page, '✅').filter({ hasText: 'Crayon' }));
    await tab('Templates');
    await paused.selectOption('APPROVED');
  });

  it('lets a link expire now, and money come late', async () => {
    await write(page, 'pay 27 ceai');
    await phone(page).locator('.preview').last().getByText('27.00 MDL').click();
    await expectSeen(page.locator('.checkout').getByText('27.00 MDL'));
    await page.getByRole('button', { name: 'Expire now' }).click();
    await expectSeen(bubbles(page, '⌛').filter({ hasText: '27,00' }));
    await page.getByRole('button', { name: 'Money comes late' }).click();
    await expectSeen(bubbles(page, '✅').filter({ hasText: '27,00' }));
  });

  it('asks for a payment in the banking app, and the customer declines there', async () => {
    await choose(page, 'Victor');
    await write(page, '/rtp 28 069777001 "Filtru"');
    await phone(page).locator('.choice').last().click();
    await expectSeen(page.locator('.checkout.rtp').getByText('28.00 MDL'));
    await page.getByRole('button', { name: 'Decline' }).click();
    await expectSeen(bubbles(page, '❌').filter({ hasText: '28,00' }));
  });

  it('sees what waits for the rail, and that it goes on once the rail is back', async () => {
    await tab('Faults');
    await flip('railDown', true);
    await write(page, 'pay 29 lapte');
    await tab('Live');
    await expectSeen(page.locator('.stuck'));
    await tab('Faults');
    await flip('railDown', false);
    await expectSeen(phone(page).locator('.preview').getByText('29.00 MDL'));
  });

  it('revokes the token, sees the line on hold, and that what waited goes out once there is a new one', async () => {
    await tab('Faults');
    await flip('metaTokenRevoked', true);
    await write(page, 'pay 37 "Iaurt"');
    await tab('Live');
    await expectSeen(page.locator('.stuck').getByText('AccountBlocked'));
    await tab('Faults');
    await flip('metaTokenRevoked', false);
    await expectSeen(phone(page).locator('.preview').getByText('37.00 MDL'));
  });

  it('loses the answer to a request to pay, and sees that nobody knows, until the payer confirms it', async () => {
    await tab('Faults');
    await flip('railRequestLost', true);
    await choose(page, 'Victor');
    await write(page, '/rtp 38 069777003 "Filtru"');
    await confirm('38,00');
    await tab('Live');
    await expectSeen(state(page).getByText('Request not confirmed'));
    await expectSeen(page.locator('.stuck').getByText('RtpOutcomeUnknown'));
    await pay(page, '38.00 MDL');
    await expectSeen(bubbles(page, '✅').filter({ hasText: '38,00' }));
    await tab('Faults');
    await flip('railRequestLost', false);
  });

  it('sees a record that cap-svc refuses, and that the seller is told all the same', async () => {
    await tab('Faults');
    await flip('capRecordConflict', true);
    await write(page, 'pay 39 "Smântână"');
    await expectSeen(phone(page).locator('.preview').getByText('39.00 MDL'));
    await tab('Live');
    await expectSeen(page.locator('.stuck').getByText('RecordConflict'));
    await pay(page, '39.00 MDL');
    await expectSeen(bubbles(page, '✅').filter({ hasText: '39,00' }));
    await tab('Faults');
    await flip('capRecordConflict', false);
  });

  it('kills the worker, and sees that nothing is lost', async () => {
    await tab('Faults');
    await flip('worker', false);
    await write(page, 'pay 30 miere');
    await expectSeen(bubbles(page, 'pay 30 miere'));
    await flip('worker', true);
    await expectSeen(phone(page).locator('.preview').getByText('30.00 MDL'));
  });

  it('has a switch for every fault of every simulator, and chaos', async () => {
    await tab('Faults');
    const switches = await page.locator('[data-switch]').all();
    const names = await Promise.all(switches.map((one) => one.getAttribute('data-switch')));
    const faults = names.filter((name) => name !== 'worker' && name !== 'chaos');
    expect(faults).toEqual(faultsWithWords());
    for (const fault of faults) {
      await flip(fault ?? '', true);
      await flip(fault ?? '', false);
    }
    await flip('chaos', true);
    await flip('chaos', false);
    await expectCount(page.locator('[data-switch][aria-checked=true]'), 1);
  });

  it('sees each payment in the merchant portal, filters by tag and takes it along as CSV', async () => {
    await page.getByRole('link', { name: 'Portal' }).click();
    const table = page.getByRole('region', { name: 'Merchant portal' });
    const paid = table.locator('tbody tr').filter({ hasText: 'Cafea + croissant' });
    await expectSeen(paid.getByText('SUCCESS'));
    await expectSeen(paid.getByText(/^SWIFT/));
    await expectSeen(paid.getByText('2 ordinary'));
    await page.getByLabel('Tag').selectOption('cafea');
    await expectCount(table.locator('tbody tr'), 1);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    const [head = '', row = '', ...rest] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(head).toContain('amount,description,tag,status,swiftMessageId,serviceMessages,utilityMessages');
    expect(row).toMatch(/"100\.00 MDL","Cafea \+ croissant","cafea","SUCCESS","SWIFT\w+",2,0$/);
    expect(rest).toEqual([]);
    const audit = page.getByRole('region', { name: 'cap-svc’s audit trail' });
    await expectSeen(audit.getByText('issueEcommToken'));
  });

  it('takes a link back by replying to it, and can think better of the reply', async () => {
    await choose(page, 'Emma');
    await write(page, 'pay 26 Heft');
    // Emma may have older links in her chat.
    const link = phone(page)
      .locator('.row.other')
      .filter({ has: page.locator('.preview', { hasText: '26.00 MDL' }) });
    await link.getByRole('button', { name: 'Reply' }).press('Enter');
    const quoted = phone(page).locator('.replying');
    await expectSeen(quoted.getByText('Heft'));
    await page.keyboard.press('Escape');
    await expectCount(quoted, 0);
    await link.getByRole('button', { name: 'Reply' }).press('Enter');
    await page.keyboard.type('/cancel');
    await page.keyboard.press('Enter');
    await expectSeen(phone(page).locator('.row.own').last().locator('blockquote').getByText('miaPOS'));
    await expectSeen(state(page).getByText('Cancelled'));
  });

  it('is told what went wrong, in words', async () => {
    // Longer than any phone there is.
    await takeOther('+37360123456789012');
    await expectSeen(page.getByRole('alert').getByText('could not read'));
    await page.getByRole('button', { name: 'Close' }).click();
    await expectCount(page.getByRole('alert'), 0);
  });

  it('starts over with one click', async () => {
    await write(page, 'pay 31 sare');
    await expectSeen(phone(page).locator('.preview').getByText('31.00 MDL'));
    await tab('Faults');
    await flip('capSlow', true);
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await expectSeen(phone(page).getByText('No messages yet.'));
    await expectSeen(page.locator('[data-switch=capSlow][aria-checked=false]'));
    await tab('Live');
    await expectSeen(page.getByText('No payment yet.'));
    await write(page, 'pay 32 piper');
    await expectSeen(phone(page).locator('.preview').getByText('32.00 MDL'));
  });

  it('starts over with payers who declined, too', async () => {
    await choose(page, 'Victor');
    await write(page, '/rtp 33 069777002');
    await confirm('33,00');
    for (const amount of ['33', '34']) {
      await expectSeen(page.locator('.checkout.rtp').getByText(`${amount}.00 MDL`));
      await page.locator('.checkout .decline').click();
      await expectSeen(bubbles(page, '❌').filter({ hasText: `${amount},00` }));
      await write(page, `/rtp ${String(Number(amount) + 1)} 069777002`);
    }
    await expectSeen(bubbles(page, 'Acest client a refuzat'));
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await expectSeen(phone(page).getByText('No messages yet.'));
    await write(page, '/rtp 36 069777002');
    // The question whether to ask somebody whom it does not know.
    await expectSeen(phone(page).locator('.choice'));
  });
});
