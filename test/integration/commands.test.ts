import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatMessage } from '../../sandbox/meta/chats';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const MARIA = '+37369000004';
const EMMA = '+37369000006';

let live: Live;
beforeAll(async () => {
  live = await startLive();
});
afterAll(async () => {
  await live.stop();
});

const heardAfter = async (phone: string, count: number, act: () => unknown): Promise<readonly ChatMessage[]> => {
  const before = live.heard(phone).length;
  act();
  const heard = await eventually(
    () => live.heard(phone).slice(before),
    (news) => news.length >= count,
  );
  return heard;
};
const answerTo = async (phone: string, text: string): Promise<ChatMessage> => {
  const [answer] = await heardAfter(phone, 1, () => live.write(phone, text));
  if (answer === undefined) throw new Error('no answer');
  return answer;
};
const made = (description: string) => live.payments().filter((payment) => payment.description === description);
const become = (description: string, status: 'SUCCESS' | 'EXPIRED') => {
  for (const rail of live.stack.world.rails) {
    for (const payment of rail.payments.list()) {
      if (payment.description === description) rail.payments.become(payment, status);
    }
  }
};
const resultOf = (description: string) =>
  live.client.workflow.getHandle(paymentLinkWorkflowId(made(description)[0]?.orderId ?? '')).result();

describe('a seller of two merchants', () => {
  it('chooses from a list, and the payment goes on with the choice for the rest of the day', async () => {
    const list = await answerTo(MARIA, 'pay 80 "Trandafiri"');
    expect(list.rows.map(({ title, description }) => [title, description])).toEqual([
      ['Flori Botanica', 'Codru Bank'],
      ['Flori Ciocana', 'Nistru Bank'],
    ]);
    expect(made('Trandafiri')).toEqual([]);
    const [link] = await heardAfter(MARIA, 1, () => live.tap(MARIA, list, 'Flori Ciocana'));
    expect(link?.body).toContain('Flori Ciocana');
    expect(made('Trandafiri')).toMatchObject([{ terminalId: 'E-FLORI-CIOCANA' }]);

    const next = await answerTo(MARIA, 'pay 90 "Lalele"');
    expect(next.body).toContain('Flori Ciocana');
  });

  it('changes the choice with /merchant', async () => {
    const list = await answerTo(MARIA, '/merchant');
    const before = live.payments().length;
    expect((await answerTo(MARIA, '2')).rows.map(({ title }) => title)).toEqual(list.rows.map(({ title }) => title));
    expect(live.payments()).toHaveLength(before);
    const [word] = await heardAfter(MARIA, 1, () => live.tap(MARIA, list, 'Flori Botanica'));
    expect(word?.body).toContain('Flori Botanica');
    expect((await answerTo(MARIA, 'pay 95 "Bujori"')).body).toContain('Flori Botanica');
  });
});

describe('a seller’s commands', () => {
  it('/lang offers five languages in their own words, and the choice holds for links already open', async () => {
    await answerTo(ANA, 'pay 30 "Limba"');
    const list = await answerTo(ANA, '/lang');
    expect(list.rows.map(({ title }) => title)).toEqual(['Română', 'Русский', 'English', 'Français', 'Deutsch']);
    await heardAfter(ANA, 1, () => live.tap(ANA, list, 'Deutsch'));
    const [paid] = await heardAfter(ANA, 1, () => become('Limba', 'SUCCESS'));
    expect(paid?.body).toMatch(/^✅ Bezahlt/);
    const again = await answerTo(ANA, '/lang');
    await heardAfter(ANA, 1, () => live.tap(ANA, again, 'Română'));
  });

  it('/list shows the newest links and asks the rail first, so it answers "did he pay?"', async () => {
    for (const rail of live.stack.world.rails) {
      rail.faults.replace([{ match: { operation: 'callback' }, always: true, do: 'callbackLost' }]);
    }
    await answerTo(EMMA, 'pay 40 "Quietly paid" #shelf');
    await eventually(
      () => answerTo(EMMA, '/list'),
      ({ body }) => body.includes('Quietly paid'),
    );
    become('Quietly paid', 'SUCCESS');
    const heard = await heardAfter(EMMA, 2, () => live.write(EMMA, '/list'));
    for (const rail of live.stack.world.rails) rail.faults.clear();
    const lists = heard.filter(({ body }) => !body.includes('ref.'));
    expect(lists.map(({ body }) => body)).toEqual([expect.stringMatching(/✅.*Quietly paid/)]);
  });

  it('/today adds up what was paid since midnight, by tag', async () => {
    for (const [text, name] of [
      ['pay 10 "Unu" #a', 'Unu'],
      ['pay 15 "Doi" #a', 'Doi'],
      ['pay 5 "Trei"', 'Trei'],
    ] as const) {
      await answerTo(IVAN, text);
      await heardAfter(IVAN, 1, () => become(name, 'SUCCESS'));
      await resultOf(name);
    }
    const totals = await eventually(
      () => answerTo(IVAN, '/today'),
      ({ body }) => body.includes('30,00'),
    );
    expect(totals.body).toContain('#a');
    expect(totals.body).toMatch(/25,00/);
  });

  it('/cancel as a reply takes a link back; money that comes all the same is told', async () => {
    const link = await answerTo(ANA, 'pay 60 "Înapoi"');
    const [cancelled] = await heardAfter(ANA, 1, () => eventuallyCancelled(link));
    expect(cancelled?.body).toMatch(/anulat/i);
    const [paid] = await heardAfter(ANA, 1, () => become('Înapoi', 'SUCCESS'));
    expect(paid?.body).toContain('60,00');
    expect((await answerTo(ANA, '/cancel')).body).not.toContain('60,00');
  });

  const eventuallyCancelled = (link: ChatMessage) =>
    live.stack.world.meta.phones.send({ type: 'text', from: ANA, text: '/cancel', replyTo: link.id });
});

describe('a link of another seller', () => {
  it('is not taken back by /cancel as a reply to it, on this line or another, nor seen by /list or /today', async () => {
    const link = await answerTo(ANA, 'pay 61 "Numai a mea"');
    const reply = { type: 'text', from: IVAN, text: '/cancel', replyTo: link.id } as const;
    for (const phoneNumberId of ['100000000000001', '100000000000003']) {
      const [refused] = await heardAfter(IVAN, 1, () => live.stack.world.meta.phones.send({ ...reply, phoneNumberId }));
      expect(refused?.body).not.toMatch(/61,00/);
    }
    for (const command of ['/list', '/today']) {
      expect((await answerTo(IVAN, command)).body).not.toMatch(/Numai a mea|61,00/);
    }
    const handle = live.client.workflow.getHandle(paymentLinkWorkflowId(made('Numai a mea')[0]?.orderId ?? ''));
    expect(await handle.query('status')).toMatchObject({ state: 'AwaitingPayment' });
    const [paid] = await heardAfter(ANA, 1, () => become('Numai a mea', 'SUCCESS'));
    expect(paid?.body).toMatch(/^✅/);
  });

  it('is not made again by a tap on its button from another phone', async () => {
    await answerTo(ANA, 'pay 62 "Butonul meu"');
    const [expired] = await heardAfter(ANA, 1, () => become('Butonul meu', 'EXPIRED'));
    const [button] = expired?.buttons ?? [];
    if (expired === undefined || button === undefined) throw new Error('no button');
    const tapped = { type: 'tap', from: IVAN, replyTo: expired.id, id: button.id } as const;
    const [answer] = await heardAfter(IVAN, 1, () => live.stack.world.meta.phones.send(tapped));
    expect(answer?.body).not.toMatch(/62,00|checkout/);
    expect(made('Butonul meu')).toHaveLength(1);
  });
});

describe('the button of an expired link', () => {
  it('makes one new link however often it is tapped; a later tap shows that link', async () => {
    await answerTo(ANA, 'pay 45 "Iar și iar"');
    const [expired] = await heardAfter(ANA, 1, () => become('Iar și iar', 'EXPIRED'));
    if (expired === undefined) throw new Error('no notice');
    const button = expired.buttons[0]?.title ?? '';
    const [first] = await heardAfter(ANA, 1, () => live.tap(ANA, expired, button));
    const [second] = await heardAfter(ANA, 1, () => live.tap(ANA, expired, button));
    expect(second?.body).toBe(first?.body);
    expect(made('Iar și iar')).toHaveLength(2);
  });
});
