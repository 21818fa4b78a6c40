import { Client, Connection } from '@temporalio/client';
import type { Browser, Page } from 'playwright-core';
import { createDataConverter } from '../../workers/codec/data-converter';
import type { Stack } from '../stack';
import { savePicture } from './pictures';
import { makeTrouble } from './ui-trouble';

const SIZE = { width: 1700, height: 820 };
const COLUMNS = [
  'Status',
  'Workflow ID',
  'StuckReason',
  'StuckSince',
  'PaymentState',
  'NotificationState',
  'MerchantId',
];
const STUCK = 'StuckReason IS NOT NULL AND ExecutionStatus = "Running" AND WorkflowType = "PaymentLinkWorkflow"';
const LONG_MS = 60_000;

type Scene = (browser: Browser, stack: Stack, doubted: string) => Promise<Page>;

/** What the runbook shows of the Temporal UI, by the pictures' names. */
const SCENES: Readonly<Record<string, Scene>> = {
  'stuck-list': async (browser, { uiUrl }) => {
    const page = await open(browser);
    await page.goto(`${uiUrl}/namespaces/default/workflows?query=${encodeURIComponent(STUCK)}`);
    await page.getByText('AmountMismatch').first().waitFor({ timeout: LONG_MS });
    return page;
  },
  'stuck-payment': (browser, stack, doubted) => payment(browser, stack, doubted, 'readable'),
  'stuck-payment-encrypted': (browser, stack, doubted) => payment(browser, stack, doubted, 'encrypted'),
};

export const UI_PICTURES: readonly string[] = Object.keys(SCENES);

/** Takes the runbook's pictures, as WebP. @param stack without approved templates, that nothing has happened on yet */
export async function takeUiPictures(
  browser: Browser,
  stack: Stack,
  folder: string,
  names: readonly string[],
): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${String(stack.ports.temporal)}` });
  try {
    const [id = '', key = ''] = (stack.env['PAYLOAD_KEYS'] ?? '').split(':');
    const dataConverter = createDataConverter([{ id, key: Buffer.from(key, 'base64') }]);
    const doubted = await makeTrouble(stack, new Client({ connection, dataConverter }));
    for (const [name, scene] of Object.entries(SCENES).filter(([each]) => names.includes(each))) {
      const page = await scene(browser, stack, doubted);
      await savePicture(page, folder, name);
      await page.close();
    }
  } finally {
    await connection.close();
  }
}

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' });
  // The UI keeps the columns that somebody chose in the browser.
  const columns = JSON.stringify({ default: COLUMNS.map((label) => ({ label })) });
  const content = `localStorage.setItem('namespace-workflow-table-columns', ${JSON.stringify(columns)})`;
  await page.addInitScript({ content });
  return page;
}

/** `encrypted`: whoever may not use the codec sees this. */
async function payment(
  browser: Browser,
  stack: Stack,
  workflowId: string,
  as: 'readable' | 'encrypted',
): Promise<Page> {
  const page = await open(browser);
  if (as === 'encrypted') await page.route(`${stack.world.urls.api}/codec/**`, (route) => route.abort());
  await page.goto(`${stack.uiUrl}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`);
  await page.waitForURL(/\/(history|timeline)/, { timeout: LONG_MS });
  await page.goto(page.url().replace(/\/(history|timeline).*/, '/user-metadata'));
  // The UI shows Markdown in frames of its own.
  const says =
    as === 'readable'
      ? page.locator('iframe').last().contentFrame().getByText('Waits for')
      : page.getByText('Decoding failed');
  await says.first().waitFor({ timeout: LONG_MS });
  return page;
}
