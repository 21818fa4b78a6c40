import { condition, sleep, upsertSearchAttributes } from '@temporalio/workflow';
import { attributes } from '../../workflows/search-attributes';

/** Waits a day, as a seller's messaging window does. */
export async function waitADay(): Promise<string> {
  await sleep('24 hours');
  return 'a day later';
}

export async function showState(): Promise<void> {
  upsertSearchAttributes([
    { key: attributes.paymentState, value: 'Issuing' },
    { key: attributes.amountMinor, value: 10_000 },
    { key: attributes.expiresAt, value: new Date('2027-01-01T00:00:00Z') },
  ]);
  await condition(() => true);
}
