import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLive, eventually } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
const MANY = 30;
const NAMES = Array.from({ length: MANY }, (_, nth) => `Comanda ${String(nth + 1).padStart(2, '0')}`);

let live: Live;
beforeAll(async () => {
  // WhatsApp's own: one message per six seconds to one person, and 45 lent from the future.
  live = await startLive({ meta: { pairRate: { everyMs: 6_000, burst: 45 } } });
});
afterAll(async () => {
  await live.stop();
});

const bodies = () => live.heard(ANA).map(({ body }) => body);
/** How often each command's words turn up among messages of one kind. */
const counts = (texts: readonly string[]) =>
  Object.fromEntries(NAMES.map((name) => [name, texts.filter((text) => text.includes(name)).length]));
const once = Object.fromEntries(NAMES.map((name) => [name, 1]));
const links = () => bodies().filter((body) => body.includes('/checkout/'));
const notices = () => bodies().filter((body) => !body.includes('/checkout/'));
const lei = (amount: string) => Number(amount.replace('.', '').replace(',', '.'));
/** How many payments the notices tell, and of how much: more than ten at once are told as a total, the newest by name. */
function told(): { readonly payments: number; readonly lei: number } {
  const each = notices().flatMap((body) => {
    const [, count, total] = /^✅ Achitate: (\d+) · ([\d.,]+)\s/.exec(body) ?? [];
    if (count !== undefined) return [{ payments: Number(count), lei: lei(total ?? '') }];
    return Array.from(body.matchAll(/^✅ Achitat ([\d.,]+)\s/gm), ([, amount]) => ({
      payments: 1,
      lei: lei(amount ?? ''),
    }));
  });
  return each.reduce((sum, one) => ({ payments: sum.payments + one.payments, lei: sum.lei + one.lei }), {
    payments: 0,
    lei: 0,
  });
}

describe('one seller at a busy till', () => {
  it('gives thirty commands a link each, and tells thirty payments once each, at the pace that WhatsApp allows', async () => {
    for (const [nth, name] of NAMES.entries()) live.write(ANA, `pay ${String(nth + 1)} "${name}"`);
    await eventually(links, ({ length }) => length >= MANY);
    expect(counts(links())).toEqual(once);

    for (const { payments } of live.stack.world.rails) {
      for (const payment of payments.list()) payments.become(payment, 'SUCCESS');
    }
    await eventually(told, ({ payments }) => payments >= MANY);
    const runs = live.payments().map(({ orderId }) => live.client.workflow.getHandle(`payment-link/${orderId}`));
    for (const run of runs) expect(await run.result()).toMatchObject({ state: 'Paid' });

    expect(told()).toEqual({ payments: MANY, lei: (MANY * (MANY + 1)) / 2 });
    expect(Math.max(...Object.values(counts(notices())))).toBe(1);
    expect(counts(links())).toEqual(once);
    // Held notices go together, so there are fewer messages than payments.
    expect(bodies().length).toBeLessThan(2 * MANY);
    const refused = live.stack.world.meta.journal
      .since()
      .filter(({ operation, status }) => operation === 'sendMessage' && status !== 200);
    expect(refused.length).toBeLessThanOrEqual(1);
  });
});
