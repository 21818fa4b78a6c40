import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';

const IVAN = '+37369000002';
const STRANGER = '+37369111111';

let live: Live;
let archive: string;
beforeAll(async () => {
  live = await startLive({ timings: { linger: 1, lingerPoll: 1, poll: 1_000 } });
  // Chats are named by WhatsApp's id from now on, which nobody can make from a phone.
  live.stack.world.meta.configure({ userIds: true });
  archive = join(live.folder, 'archive');
  mkdirSync(archive);
});
afterAll(async () => {
  await live.stop();
});

async function writes(phone: string, text: string): Promise<void> {
  const heard = live.heard(phone).length;
  live.write(phone, text);
  await eventually(
    () => live.heard(phone).length,
    (count) => count > heard,
  );
}
const forget = (...args: readonly string[]) =>
  ops(live, 'forget', '--reason', 'asked for it', '--archive', archive, ...args);
/** Temporal shows and erases in its own time. */
const untilFound = (phone: string, isIt: (stdout: string) => boolean) =>
  eventually(
    () => ops(live, 'find', '--phone', phone),
    ({ stdout }) => isIt(stdout),
    280_000,
  );

describe('a seller whom the bank took out of cap-svc before asking us to forget', () => {
  it('is found by the phone in what is kept, and erased whole once the SellerId is said', async () => {
    await writes(IVAN, 'pay 30 "Чай"');
    const [payment] = live.payments();
    if (payment === undefined) throw new Error('no payment');
    for (const rail of live.stack.world.rails) {
      const found = rail.payments.find(payment.paymentId);
      if (found !== undefined) rail.payments.become(found, 'SUCCESS');
    }
    await live.client.workflow.getHandle(`payment-link/${payment.orderId}`).result();
    live.stack.world.capSvc.directory.removeSeller(IVAN);

    const { stdout, stderr } = await untilFound(IVAN, (text) => text.includes('COMPLETED') && text.includes('chat  '));
    expect(stdout).toContain('SellerId: unknown to cap-svc');
    expect(stdout).toContain(payment.orderId);
    expect(stdout).toContain('find --seller pos-0002');
    expect(stdout).not.toContain(IVAN.slice(1));
    expect(stderr).toMatch(/Reading payments: 0 of \d+\nReading runs of chats: 0 of \d+/);

    const unsaid = await forget('--phone', IVAN);
    expect(unsaid.stderr).toMatch(/Nothing was erased\. .*say --seller pos-0002 beside --phone/);
    expect(unsaid.code).toBe(2);

    const erased = await forget('--phone', IVAN, '--seller', 'pos-0002');
    expect(erased.stdout).toMatch(/^Erased: 1 payments, 1 runs of chats, 0 rows of the archive\.$/m);
    expect(erased.code).toBe(0);
    await untilFound(IVAN, (text) => text.includes('Nothing of it is kept'));
  });
});

describe('whoever never was a seller', () => {
  it('is erased with what was typed; a phone of which nothing is kept is not called erased', async () => {
    await writes(STRANGER, 'pay 10 "Încerc"');
    await untilFound(STRANGER, (text) => text.includes('COMPLETED') && text.includes('chat  '));
    const erased = await forget('--phone', STRANGER);
    expect(erased.stdout).toMatch(/^Erased: 1 payments, 1 runs of chats, 0 rows of the archive\.$/m);
    expect(erased.code).toBe(0);
    await untilFound(STRANGER, (text) => text.includes('Nothing of it is kept'));

    const again = await forget('--phone', STRANGER);
    expect(again.stdout).toBe('');
    expect(again.stderr).toMatch(
      /Nothing was found, so nothing was erased\. Looked at: .* on the lines md, nistru, piata/,
    );
    expect(again.code).toBe(2);
  });
});
