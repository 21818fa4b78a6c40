import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** Waits until it can be seen. */
export async function expectSeen(what: Locator): Promise<void> {
  await what.first().waitFor({ state: 'visible' });
  expect(await what.first().isVisible()).toBe(true);
}

/** Waits until it is so many. */
export async function expectCount(what: Locator, count: number): Promise<void> {
  if (count > 0) await what.nth(count - 1).waitFor({ state: 'attached' });
  else await what.first().waitFor({ state: 'detached' });
  expect(await what.count()).toBe(count);
}

export const phone = (page: Page, index = 0): Locator => page.locator('.seller').nth(index);
export const bubbles = (page: Page, text: string | RegExp): Locator =>
  phone(page).locator('.bubble').filter({ hasText: text });
export const steps = (page: Page, text: string): Locator => page.locator('.step').filter({ hasText: text });
export const state = (page: Page): Locator => page.locator('.payment .state');

/** Writes on a phone, as its seller does. */
export async function write(page: Page, text: string, index = 0): Promise<void> {
  await phone(page, index).getByLabel('Message', { exact: true }).fill(text);
  await phone(page, index).getByRole('button', { name: 'Send', exact: true }).click();
}

/** Takes a phone in hand. */
export async function choose(page: Page, seller: string, index = 0): Promise<void> {
  const sellers = phone(page, index).getByRole('combobox', { name: 'Seller', exact: true });
  const value = await sellers.locator('option').filter({ hasText: seller }).getAttribute('value');
  await sellers.selectOption(value ?? '');
}

/** The customer pays, once this amount is on the customer's phone. */
export async function pay(page: Page, amount: string): Promise<void> {
  await page.locator('.checkout').filter({ hasText: amount }).locator('.pay').click();
}
