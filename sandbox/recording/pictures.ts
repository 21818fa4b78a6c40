import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const SIZE = { width: 1400, height: 940 };

type Scene = (page: Page) => Promise<void>;

async function play(page: Page, story: string): Promise<void> {
  await page.locator('select[name=story]').selectOption(story);
  await page.locator('.stories button').click();
  await page.locator(`.caption.done[data-story=${story}]`).waitFor({ timeout: 60_000 });
}

async function write(page: Page, seller: string, text: string): Promise<void> {
  await page.locator('.seller select').first().selectOption(seller);
  await page.locator('.composer input').fill(text);
  await page.locator('.composer .send').click();
}

const turn = async (page: Page, id: string): Promise<void> => {
  await page.locator('#tab-faults').click();
  await page.locator(`[data-switch=${id}]`).click();
  await page.locator('#tab-live').click();
};

/** What the README shows, by the pictures' names. */
const SCENES: Readonly<Record<string, Scene>> = {
  'sandbox-paid': async (page) => {
    await play(page, 'paid');
    await page.locator('.payment .state.Paid').waitFor();
  },
  'sandbox-picker': async (page) => {
    await write(page, '+37369000004', 'pay 150 "Trandafiri" #buchet');
    await page.locator('.choice').last().click();
    await page.locator('.sheet').waitFor();
    await page.locator('.step.send.done').waitFor();
  },
  'sandbox-template': async (page) => {
    await play(page, 'byTemplate');
    await page.locator('.told.SentByTemplate').waitFor();
  },
  'link-page': async (page) => {
    await page.locator('.seller').getByRole('combobox', { name: 'Line', exact: true }).selectOption('piata');
    await write(page, '+37369000006', 'pay 150 "The Little Prince"');
    const url = (await page.locator('.chip.page').getAttribute('href')) ?? '';
    // Its first payment is over; the page of a phone then offers the next.
    await page.getByRole('button', { name: 'Expire now' }).click();
    await page.setViewportSize({ width: 400, height: 620 });
    const until = Date.now() + 60_000;
    for (let shown: string | null = null; shown !== 'payable';) {
      if (Date.now() > until) throw new Error(`The page of the link shows "${String(shown)}" and no button to pay.`);
      await page.goto(`${url}?back=1&lang=en`);
      shown = await page.locator('[data-shows]').getAttribute('data-shows');
    }
  },
  // The last: its rail stays down.
  'sandbox-stuck': async (page) => {
    await turn(page, 'railDown');
    await write(page, '+37369000002', 'pay 60 "Чай с лимоном" #зал');
    await page.locator('.payment .stuck').waitFor();
  },
};

export const PICTURES: readonly string[] = Object.keys(SCENES);

/** Takes the README's pictures, as WebP. @param url of a page that nothing has happened on yet */
export async function takePictures(page: Page, url: string, folder: string, names: readonly string[]): Promise<void> {
  for (const [name, scene] of Object.entries(SCENES).filter(([each]) => names.includes(each))) {
    await page.setViewportSize(SIZE);
    await page.goto(`${url}/?pace=0&lang=en`);
    await page.locator('.live.on').waitFor();
    await scene(page);
    // Whoever looks at the picture wants to see the chat, not the story's caption or a button's focus.
    if (await page.locator('.caption').isVisible()) {
      await page.locator('.caption .round').click();
      await page.locator('.caption').waitFor({ state: 'detached' });
    }
    await savePicture(page, folder, name);
  }
}

/** What the page shows now, as WebP. */
export async function savePicture(page: Page, folder: string, name: string): Promise<void> {
  const screen = await page.context().newCDPSession(page);
  const { data } = await screen.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  await screen.detach();
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
}
