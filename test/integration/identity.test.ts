import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationState } from '../../workflows/conversation.contract';
import type { ConversationState } from '../../workflows/conversation-state';
import type { ChatMessage } from '../../sandbox/meta/chats';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const IVANS_NEW = '+37369000092';
const EMMA = '+37369000006';
const VICTOR = '+37369000005';
const VICTORS_NEW = '+37369000095';
const JONAS = '+37369000008';

let live: Live;
beforeAll(async () => {
  // So that a seller whom the bank has just registered is looked up at once.
  live = await startLive({ timings: { strangerPause: 1 } });
});
afterAll(async () => {
  await live.stop();
});

/** All that the business wrote to this person, by phone or by user id. */
const heard = (address: string): readonly ChatMessage[] => live.heard(address);
async function next(address: string, act: () => unknown): Promise<ChatMessage> {
  const before = heard(address).length;
  act();
  const news = await eventually(
    () => heard(address).slice(before),
    (messages) => messages.length > 0,
  );
  const [first] = news;
  if (first === undefined) throw new Error('nothing was said');
  return first;
}
/** What each chat knows. */
async function chats(): Promise<readonly ConversationState[]> {
  const known: ConversationState[] = [];
  const query = 'WorkflowType = "ConversationWorkflow" AND ExecutionStatus = "Running"';
  for await (const { workflowId } of live.client.workflow.list({ query })) {
    known.push(await live.client.workflow.getHandle(workflowId).query(conversationState));
  }
  return known;
}
function pay(description: string): void {
  for (const rail of live.stack.world.rails) {
    for (const payment of rail.payments.list()) {
      if (payment.description === description) rail.payments.become(payment, 'SUCCESS');
    }
  }
}
type Phones = Live['stack']['world']['meta']['phones'];
const send = (...[input]: Parameters<Phones['send']>) => live.stack.world.meta.phones.send(input);

describe('a seller known by phone whom WhatsApp later shows by an id too', () => {
  it('keeps the language, the open links and one chat', async () => {
    await next(ANA, () => live.write(ANA, 'pay 10 "Înainte"'));
    const list = await next(ANA, () => live.write(ANA, '/lang'));
    await next(ANA, () => live.tap(ANA, list, 'Deutsch'));

    live.stack.world.meta.configure({ userIds: true });
    await eventually(
      () => next(ANA, () => live.write(ANA, '/help')),
      ({ body }) => body.includes('Zahlungslink'),
    );
    const link = await next(ANA, () => live.write(ANA, 'pay 20 "Danach"'));
    expect(link.body).toContain('Zahlung an');
    const paid = await next(ANA, () => pay('Înainte'));
    expect(paid.body).toMatch(/^✅ Bezahlt: 10,00/);
  });
});

afterEach(() => live.stack.world.meta.configure({ userIds: false }));

describe('what is owed to a seller whose chat went on under an id', () => {
  const owing = (chats: number) =>
    eventually(
      () => live.client.workflow.count('NotificationState = "Owed" AND WorkflowType = "ConversationWorkflow"'),
      ({ count }) => count === chats,
    );

  it('is sent again, given up, and said in another language at an operator’s word about its payment', async () => {
    const { meta } = live.stack.world;
    // A message of the second in which a notice fails would have it told at once.
    const write = (text: string) =>
      next(JONAS, () => live.write(JONAS, text, { timestamp: new Date(Date.now() - 60_000).toISOString() }));
    for (const text of ['Erstens', 'Zweitens']) await write(`pay 44 "${text}"`);
    meta.configure({ userIds: true });
    await write('/help');
    const [first, second] = ['Erstens', 'Zweitens'].map(
      (text) => live.payments().find(({ description }) => description === text)?.orderId ?? '',
    );
    const refuse = () =>
      meta.faults.replace([{ match: { operation: 'sendMessage' }, always: true, do: { code: 131026 } }]);
    const word = ['--reason', 'asked to'];

    refuse();
    pay('Erstens');
    await owing(1);
    meta.faults.clear();
    expect(await ops(live, 'locale', first ?? '', 'fr', ...word)).toMatchObject({ code: 0 });
    const before = heard(JONAS).length;
    expect(await ops(live, 'resend', first ?? '', ...word)).toMatchObject({ code: 0, stderr: '' });
    const [told] = await eventually(
      () => heard(JONAS).slice(before),
      (messages) => messages.length > 0,
    );
    expect(told?.body).toMatch(/^✅ Payé.*44,00/);

    await owing(0);
    refuse();
    pay('Zweitens');
    await owing(1);
    meta.faults.clear();
    expect((await ops(live, 'drop', second ?? '', ...word)).stdout).toContain('The chat holds 0 more');
  });
});

describe('a seller whose username hides the phone', () => {
  const EMMAS_ID = 'MD.7700';
  const write = (text: string) => send({ type: 'text', userId: EMMAS_ID, username: '@emma', text });

  it('is asked for it by WhatsApp’s own request, and welcomed by the card that answers it', async () => {
    const asked = await next(EMMAS_ID, () => write('pay 10'));
    expect(asked.kind).toBe('contact-request');
    const welcomed = await next(EMMAS_ID, () =>
      send({ type: 'contact', userId: EMMAS_ID, phone: EMMA, requested: true }),
    );
    expect(welcomed.body).toContain('Emma');
  });

  it('works by the id alone from then on', async () => {
    const link = await next(EMMAS_ID, () => write('pay 12 "By id"'));
    expect(link.body).toContain('Book Corner');
    expect((await next(EMMAS_ID, () => pay('By id'))).body).toMatch(/^✅ Paid/);
  });
});

describe('a seller whose number changed', () => {
  it('hears what is owed, and sells again, once the bank knows the new number; nobody else does before', async () => {
    await next(IVAN, () => live.write(IVAN, 'pay 30 "Чай"'));
    send({ type: 'moved', from: IVAN, newPhone: IVANS_NEW });
    const frozen = await next(IVANS_NEW, () => live.write(IVANS_NEW, 'pay 5 "Сразу"'));
    expect(frozen.body).toMatch(/banca|банк/i);
    pay('Чай');
    await eventually(
      () => live.client.workflow.count('StuckReason = "SellerUnverified"'),
      ({ count }) => count > 0,
    );
    const silent = heard(IVANS_NEW).length;

    const { directory } = live.stack.world.capSvc;
    const ivan = directory.seller(IVAN);
    if (ivan === undefined) throw new Error('Ivan is seeded');
    directory.removeSeller(IVAN);
    directory.putSeller(IVANS_NEW, ivan);
    live.write(IVANS_NEW, 'pay 6 "Снова"');
    const news = await eventually(
      () => heard(IVANS_NEW).slice(silent),
      (messages) => messages.length >= 2,
    );
    expect(news.filter(({ body }) => body.startsWith('✅ Оплачено 30,00'))).toHaveLength(1);
    expect(news.filter(({ body }) => body.includes('6,00'))).toHaveLength(1);
    expect(live.payments().filter(({ description }) => description === 'Сразу')).toEqual([]);
  });
});

describe('a seller whose number changed, and whom WhatsApp shows by an id before the bank knows the new one', () => {
  it('hears what is owed once the bank does, through the chat that was there in between', async () => {
    const { meta, capSvc } = live.stack.world;
    await next(VICTOR, () => live.write(VICTOR, 'pay 33 "Între timp"'));
    send({ type: 'moved', from: VICTOR, newPhone: VICTORS_NEW });
    await eventually(chats, (states) => states.some(({ predecessors = [] }) => predecessors.length === 1));
    meta.configure({ userIds: true });
    const frozen = await next(VICTORS_NEW, () => live.write(VICTORS_NEW, 'pay 5 "Prea devreme"'));
    expect(frozen.body).toMatch(/banca/i);
    pay('Între timp');
    await eventually(
      () => live.client.workflow.count('StuckReason = "SellerUnverified" AND WorkflowType = "PaymentLinkWorkflow"'),
      ({ count }) => count > 0,
    );
    const before = heard(VICTORS_NEW).length;

    const victor = capSvc.directory.seller(VICTOR);
    if (victor === undefined) throw new Error('Victor is seeded');
    capSvc.directory.removeSeller(VICTOR);
    capSvc.directory.putSeller(VICTORS_NEW, victor);
    live.write(VICTORS_NEW, 'pay 6 "Din nou"');
    const news = await eventually(
      () => heard(VICTORS_NEW).slice(before),
      (messages) => messages.some(({ body }) => body.includes('33,00')) && messages.length >= 2,
    );
    expect(news.filter(({ body }) => /^✅.*33,00/.test(body))).toHaveLength(1);
    expect(live.payments().filter(({ description }) => description === 'Prea devreme')).toEqual([]);
  });
});

describe('a number that another seller takes over', () => {
  it('brings that one no news of the one before, who hears all of it at the new number', async () => {
    const { directory } = live.stack.world.capSvc;
    const [SHOP, OWN, OTHERS] = ['+37369000201', '+37369000202', '+37369000203'];
    const emma = directory.seller(EMMA);
    if (emma === undefined) throw new Error('Emma is seeded');
    const register = (phone: string, posUserId: string) => directory.putSeller(phone, { ...emma, posUserId });
    const moves = (from: string, newPhone: string, posUserId: string) => {
      directory.removeSeller(from);
      register(newPhone, posUserId);
      send({ type: 'moved', from, newPhone });
    };
    register(SHOP, 'pos-0201');
    register(OTHERS, 'pos-0203');
    for (const text of ['Before one', 'Before two']) await next(SHOP, () => live.write(SHOP, `pay 41 "${text}"`));
    await next(OTHERS, () => live.write(OTHERS, 'pay 43 "Theirs"'));

    moves(SHOP, OWN, 'pos-0201');
    await eventually(chats, (states) =>
      states.some(({ movedTo }) => movedTo?.done === true && movedTo.posUserId === 'pos-0201'),
    );
    await next(OWN, () => live.write(OWN, '/help'));
    moves(OTHERS, SHOP, 'pos-0203');
    await eventually(chats, (states) => states.some(({ formerSellers = [] }) => formerSellers.length === 1));
    await next(SHOP, () => live.write(SHOP, 'pay 44 "Here now"'));

    expect((await next(OWN, () => pay('Before one'))).body).toMatch(/^✅ Paid MDL\s41\.00/);
    expect((await next(SHOP, () => pay('Theirs'))).body).toMatch(/^✅ Paid MDL\s43\.00/);
    expect((await next(SHOP, () => pay('Here now'))).body).toMatch(/^✅ Paid MDL\s44\.00/);
    expect((await next(OWN, () => pay('Before two'))).body).toMatch(/^✅ Paid MDL\s41\.00/);
    const news = (phone: string) => heard(phone).filter(({ body }) => body.startsWith('✅'));
    expect(news(OWN)).toHaveLength(2);
    expect(news(SHOP).filter(({ body }) => body.includes('41.00'))).toEqual([]);
  });
});

describe('a number that a seller gave up whom WhatsApp shows by an id', () => {
  it.each([
    ['another', '1', 'MD.500002'],
    ['the same', '2', 'MD.600001'],
  ])('is not sold under by whoever gets it, while the bank still has it down as theirs: %s id', async (_, n, newId) => {
    const [OLD, NEW] = [`+3736950${n}001`, `+3736950${n}002`];
    const [HERS, THEIRS] = [n === '1' ? 'MD.500001' : newId, `MD.70000${n}`];
    const { meta, capSvc } = live.stack.world;
    meta.configure({ userIds: true });
    const emma = capSvc.directory.seller(EMMA) ?? capSvc.directory.seller(ANA);
    if (emma === undefined) throw new Error('Emma is seeded');
    capSvc.directory.putSeller(OLD, { ...emma, posUserId: `pos-50${n}` });
    const write = (userId: string, text: string) => send({ type: 'text', from: OLD, userId, text });
    await next(HERS, () => write(HERS, 'pay 41 "Hers"'));
    const ids = HERS === newId ? { user_id: HERS } : { user_id: newId, previous_user_id: HERS };
    const system = { type: 'user_changed_number', wa_id: NEW.slice(1), ...ids };
    send({ type: 'raw', from: OLD, userId: HERS, message: { type: 'system', system } });
    await eventually(chats, (states) =>
      states.some(({ formerSellers = [] }) => formerSellers.some(({ posUserId }) => posUserId === `pos-50${n}`)),
    );

    write(THEIRS, 'pay 5 "Not hers"');
    const [answer] = await eventually(
      () => heard(THEIRS).filter(({ body }) => !body.includes('41')),
      (answers) => answers.length > 0,
    );
    expect(answer?.body).toMatch(/banca/i);
    expect(live.payments().filter(({ description }) => description === 'Not hers')).toEqual([]);
  });
});

describe('a seller whose number changed while WhatsApp’s id stayed', () => {
  it('is frozen in the same chat, and goes on there', async () => {
    const [OLD, NEW] = ['+37369000007', '+37369000097'];
    live.stack.world.meta.configure({ userIds: true });
    await next(OLD, () => live.write(OLD, 'pay 7 "Avant"'));
    send({ type: 'moved', from: OLD, newPhone: NEW });
    const frozen = await next(NEW, () => live.write(NEW, 'pay 8 "Pendant"'));
    expect(frozen.body).toMatch(/banque|banca/);

    const { directory } = live.stack.world.capSvc;
    const louise = directory.seller(OLD);
    if (louise === undefined) throw new Error('Louise is seeded');
    directory.removeSeller(OLD);
    directory.putSeller(NEW, louise);
    const link = await next(NEW, () => live.write(NEW, 'pay 9 "Après"'));
    expect(link.body).toContain('Book Corner');
    expect((await next(NEW, () => pay('Avant'))).body).toMatch(/7,00/);
    expect(live.payments().filter(({ description }) => description === 'Pendant')).toEqual([]);
  });
});
