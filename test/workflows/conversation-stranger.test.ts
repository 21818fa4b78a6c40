import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { localeChosen } from '../../workflows/conversation.contract';
import type { SellerAnswer } from '../../workflows/payment-link.contract';
import { goodWorld, seller } from '../support/builders';
import { chat, DAY, HOUR, MINUTE, SECOND, untilSaid } from '../support/chat';
import { eventually } from '../support/live';
import { createStage, wordsOf } from '../support/workflow-stage';
import type { Stage } from '../support/workflow-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(goodWorld(Date.now));
});
afterAll(async () => {
  await stage.env.teardown();
});

const says = () => wordsOf(stage).map(({ say }) => say);

/** A cap-svc that knows the person from the moment it is told so, and counts. */
function registry() {
  const seen = { calls: 0, registered: false };
  const resolveSeller: Activities['resolveSeller'] = () => {
    seen.calls += 1;
    const answer: SellerAnswer = seen.registered ? { known: true, seller } : { known: false };
    return Promise.resolve(answer);
  };
  return { seen, resolveSeller };
}

describe('a stranger', () => {
  it('reads a refusal at most once an hour', async () => {
    await chat(stage, registry(), async ({ write, pass }) => {
      for (let minute = 0; minute < 59; minute += 1) {
        await write('pay 100');
        await write('hello?');
        await pass(MINUTE);
      }
      expect(says()).toEqual(['stranger']);
      await pass(2 * MINUTE);
      await write('hello?');
      await pass(SECOND);
    });
    expect(says()).toEqual(['stranger', 'stranger']);
  });

  it('costs at most one call of cap-svc a minute, and twenty a day', async () => {
    const { seen, resolveSeller } = registry();
    await chat(stage, { resolveSeller }, async ({ write, pass }) => {
      for (let second = 0; second < 60; second += 10) {
        await write('hello?');
        await pass(10 * SECOND);
      }
      expect(seen.calls).toBe(1);
      for (let minute = 0; minute < 40; minute += 1) {
        await write('hello?');
        await pass(MINUTE);
      }
      expect(seen.calls).toBe(20);
      await pass(DAY);
      await write('hello?');
      await pass(SECOND);
      expect(seen.calls).toBe(21);
    });
  });

  it('with fifty commands at once costs one call, and each of their payments gets its answer', async () => {
    const { seen, resolveSeller } = registry();
    const links = Array.from({ length: 50 }, (_, index) => `link-${String(index)}`);
    const answered = await chat(stage, { resolveSeller }, async ({ ask, signals }) => {
      await Promise.all(links.map((link) => ask(link)));
      return eventually(signals, (sent) => sent.length >= 50);
    });
    expect(seen.calls).toBe(1);
    expect(answered.map(({ to }) => to).sort()).toEqual(links.map((link) => `payment-link/${link}`).sort());
    for (const one of answered) expect(one).toMatchObject({ signal: 'sellerResolved', argument: { known: false } });
    expect(says()).toEqual(['stranger']);
  });

  it.each(['Bună ziua', 'ok'])('is welcomed at once by the first message after registration (%s)', async (text) => {
    const { seen, resolveSeller } = registry();
    await chat(stage, { resolveSeller }, async ({ write, ask, pass }) => {
      await write('pay 100');
      await ask('link');
      await untilSaid(stage, 1);
      seen.registered = true;
      await pass(MINUTE);
      await write(text);
      await untilSaid(stage, 2);
    });
    expect(says()).toEqual(['stranger', 'greeting']);
  });

  it('who registered and sends a command gets only its answer', async () => {
    const { seen, resolveSeller } = registry();
    await chat(stage, { resolveSeller }, async ({ write, ask, pass, signals }) => {
      await write('hello');
      await untilSaid(stage, 1);
      seen.registered = true;
      await pass(MINUTE);
      await write('pay 100');
      await ask('link');
      expect(await eventually(signals, (sent) => sent.length > 0)).toMatchObject([{ argument: { known: true } }]);
      await pass(MINUTE);
      expect(says()).toEqual(['stranger']);
      await write('and now?');
      await untilSaid(stage, 2);
    });
    expect(says()).toEqual(['stranger', 'help']);
  });

  it('is forgotten when nothing was heard for 25 hours', async () => {
    await chat(stage, registry(), async ({ write, pass, handle }) => {
      await write('hello');
      await untilSaid(stage, 1);
      await pass(24 * HOUR);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await handle.result();
    });
  });

  it('is forgotten likewise where nobody ever wrote, though a language was chosen on another line', async () => {
    await chat(stage, registry(), async ({ pass, handle }) => {
      await handle.signal(localeChosen, { locale: 'ru' });
      await pass(26 * HOUR);
      expect((await handle.describe()).status.name).toBe('COMPLETED');
    });
  });

  it('is kept for as long as a notice is owed', async () => {
    const unreachable: Activities['sendMessage'] = () =>
      Promise.resolve({ result: 'owe', why: 'RecipientUnreachable' });
    await chat(stage, { ...registry(), sendMessage: unreachable }, async ({ owe, pass, handle }) => {
      await owe('a', 'paid', { why: 'RecipientUnreachable' });
      await pass(10 * DAY);
      expect((await handle.describe()).status.name).toBe('RUNNING');
    });
  });
});
