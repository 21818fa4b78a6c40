import type { ChatMessage } from '../../sandbox/meta/chats';
import type { SimPayment } from '../../sandbox/rail/payment';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventually, untilExpired } from './live';
import type { Live } from './live';

/** The line of the sandbox whose links outlive their payments. */
const LASTING_LINE = '100000000000003';
const BROWSER = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' };

export const PEOPLE = {
  ana: '+37369000001',
  ivan: '+37369000002',
  radu: '+37369000003',
  maria: '+37369000004',
  victor: '+37369000005',
  emma: '+37369000006',
  louise: '+37369000007',
  jonas: '+37369000008',
  stranger: '+37369123123',
};
export const PAYER = '+37369511222';
export const USER_ID = 'MD.9988776655443322';

/** What each story has to say to somebody, and nobody else may read. */
export const WORDS = {
  paid: 'Secretive purchase',
  tag: 'corner7',
  requested: 'Hidden oil change',
  lasting: 'Veiled honey',
  chosen: 'Covert roses',
  refused: 'Unspoken plan',
  blocked: 'Barred purchase',
  stranger: 'Unknown visitor',
  byId: 'Nameless book',
  railDown: 'Failing coffee',
  chatDown: 'Silent atlas',
};

/** The stories of sellers, as their phones tell them. Every one ends where there is something to look at. */
export function secretStories(live: Live) {
  const { meta, rails } = live.stack.world;
  type Input = Parameters<typeof meta.phones.send>[0];

  async function hears(who: string, act: () => unknown): Promise<ChatMessage> {
    const before = live.heard(who).length;
    act();
    const heard = await eventually(
      () => live.heard(who)[before],
      (message) => message !== undefined,
    );
    if (heard === undefined) throw new Error('nothing was said');
    return heard;
  }
  const made = (description: string): SimPayment => {
    const found = live.payments().findLast((payment) => payment.description === description);
    if (found === undefined) throw new Error(`the rail has no payment for ${description}`);
    return found;
  };
  const become = (description: string, word: 'SUCCESS' | 'EXPIRED') => {
    const payment = made(description);
    for (const rail of rails) {
      const own = rail.payments.find(payment.paymentId);
      if (own !== undefined) rail.payments.become(own, word);
    }
  };
  const send = (input: Input) => meta.phones.send(input);
  const isOver = (description: string) =>
    live.client.workflow.getHandle(paymentLinkWorkflowId(made(description).orderId)).result();
  const isPaid = async (who: string, description: string) => {
    await hears(who, () => become(description, 'SUCCESS'));
    await isOver(description);
  };
  /** Waits until a workflow shows what stands in its way: only then is its failure in the history. */
  const isStuck = (reason: string) =>
    eventually(
      () => live.client.workflow.count(`StuckReason = "${reason}"`),
      ({ count }) => count > 0,
    );

  return {
    anOrdinaryLinkIsPaid: async () => {
      await hears(PEOPLE.emma, () => live.write(PEOPLE.emma, `pay 12.50 "${WORDS.paid}" #${WORDS.tag}`));
      await isPaid(PEOPLE.emma, WORDS.paid);
    },
    aPayerIsAsked: async () => {
      const command = `/rtp 150 0${PAYER.slice(4)} "${WORDS.requested}"`;
      const question = await hears(PEOPLE.victor, () => live.write(PEOPLE.victor, command));
      live.tap(PEOPLE.victor, question, question.buttons[0]?.title ?? '');
      await eventually(
        () => live.payments().some(({ description }) => description === WORDS.requested),
        (known) => known,
      );
      await isPaid(PEOPLE.victor, WORDS.requested);
    },
    aLinkOutlivesItsPayment: async () => {
      const from = { from: PEOPLE.ana, phoneNumberId: LASTING_LINE };
      const link = await hears(PEOPLE.ana, () => send({ ...from, type: 'text', text: `pay 120 "${WORDS.lasting}"` }));
      const url = /http\S+\/p\/[a-z2-7]{26}/.exec(link.body)?.[0] ?? '';
      become(WORDS.lasting, 'EXPIRED');
      await untilExpired(live, url.slice(-26));
      const page = await (await fetch(url, { headers: BROWSER, redirect: 'manual' })).text();
      const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const pressed = { method: 'POST', headers: BROWSER, body: new URLSearchParams({ token }) };
      await fetch(url, { ...pressed, redirect: 'manual' });
      await isPaid(PEOPLE.ana, WORDS.lasting);
    },
    aMerchantIsChosen: async () => {
      const command = `pay 80 "${WORDS.chosen}"`;
      const list = await hears(PEOPLE.maria, () => live.write(PEOPLE.maria, command));
      await hears(PEOPLE.maria, () => live.tap(PEOPLE.maria, list, list.rows[1]?.title ?? ''));
      await isPaid(PEOPLE.maria, WORDS.chosen);
    },
    commandsAreRefused: async () => {
      await hears(PEOPLE.emma, () => live.write(PEOPLE.emma, `pay 1 250 "${WORDS.refused}"`));
      await hears(PEOPLE.radu, () => live.write(PEOPLE.radu, `pay 10 "${WORDS.blocked}"`));
      const text = `pay 10 "${WORDS.stranger}"`;
      await hears(PEOPLE.stranger, () =>
        send({ type: 'text', from: PEOPLE.stranger, name: 'Zoltan Unnamed', username: '@zoltanunnamed', text }),
      );
    },
    aSellerIsKnownByIdOnly: async () => {
      const person = { userId: USER_ID, username: '@louise.hides' };
      await hears(USER_ID, () => send({ ...person, type: 'text', text: 'pay 10' }));
      await hears(USER_ID, () => send({ ...person, type: 'contact', phone: PEOPLE.louise, requested: true }));
      await hears(USER_ID, () => send({ ...person, type: 'text', text: `pay 12 "${WORDS.byId}"` }));
      await isPaid(USER_ID, WORDS.byId);
    },
    /** The outside world says no, and quotes what it was asked. */
    stepsFail: async () => {
      await hears(PEOPLE.ivan, () => live.write(PEOPLE.ivan, '/help'));
      await hears(PEOPLE.jonas, () => live.write(PEOPLE.jonas, '/help'));
      const quoting = (phone: string, words: string) => `refused for ${phone.slice(1)}: ${words}`;
      for (const rail of rails) {
        const message = quoting(PEOPLE.ivan, WORDS.railDown);
        rail.faults.replace([{ match: { contains: WORDS.railDown }, always: true, do: { status: 503, message } }]);
      }
      const message = quoting(PEOPLE.jonas, WORDS.chatDown);
      const match = { operation: 'sendMessage', to: PEOPLE.jonas };
      meta.faults.replace([{ match, always: true, do: { code: 131016, message } }]);
      live.write(PEOPLE.ivan, `pay 33 "${WORDS.railDown}"`);
      live.write(PEOPLE.jonas, `pay 34 "${WORDS.chatDown}"`);
      await Promise.all([isStuck('RailUnavailable'), isStuck('ChannelUnavailable')]);
    },
  };
}
