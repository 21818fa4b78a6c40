import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities';
import { attributes } from '../../workflows/search-attributes';
import { goodWorld, seller } from '../support/builders';
import { chat, DAY, HOUR, MINUTE, SECOND, untilSaid } from '../support/chat';
import type { Chat } from '../support/chat';
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
const window = async ({ handle }: Chat) =>
  (await handle.describe()).typedSearchAttributes.get(attributes.lastInboundAt);

describe('a seller who talks', () => {
  it('is greeted by name on the first message that is no command', async () => {
    await chat(stage, {}, async ({ write }) => {
      await write('Bună ziua');
      await untilSaid(stage, 1);
    });
    expect(wordsOf(stage)).toEqual([{ say: 'greeting', name: 'Ana', currency: 'MDL', rtp: false }]);
    expect(stage.said[0]).toMatchObject({ kind: 'answer', capLocale: 'ro', to: { phone: '37369000001' } });
    expect(stage.said[0]?.replyTo).toContain('Bună ziua');
  });

  it.each(['pay 100', '100.', '€100'])(
    'is not greeted when the first message is meant as a payment, %s',
    async (text) => {
      await chat(stage, {}, async ({ write, ask, pass }) => {
        await write(text);
        await ask('a');
        await pass(SECOND);
        expect(says()).toEqual([]);
        await write('ce mai faci');
        await untilSaid(stage, 1);
      });
      expect(says()).toEqual(['help']);
    },
  );

  it('hears the help at most once an hour for small talk, and always when asked for', async () => {
    await chat(stage, {}, async ({ write, pass }) => {
      await write('hi');
      for (const text of ['how are you', 'ok', 'fine']) await write(text);
      await pass(SECOND);
      expect(says()).toEqual(['greeting', 'help']);
      await write('/help');
      await write('/help please');
      await pass(HOUR + SECOND);
      await write('and now');
      await pass(SECOND);
    });
    expect(says().slice(2)).toEqual(['help', 'help', 'help']);
  });

  it('gets nothing for a reaction or a sticker', async () => {
    await chat(stage, {}, async ({ write, pass, state }) => {
      await write('👍', { content: { kind: 'silent', type: 'reaction' } });
      await write('🎉', { content: { kind: 'silent', type: 'sticker' } });
      await pass(MINUTE);
      expect((await state()).seen).toHaveLength(2);
    });
    expect(stage.said).toEqual([]);
  });

  it('is answered once for one message, however often the channel delivers it', async () => {
    await chat(stage, {}, async ({ hear, write, pass }) => {
      const same = await write('/help');
      await Promise.all([1, 2, 3, 4].map(() => hear(same)));
      await pass(DAY);
      await hear(same);
      await pass(MINUTE);
    });
    expect(says()).toEqual(['help']);
  });

  it('remembers the ids of a thousand messages, and no more', async () => {
    await chat(
      stage,
      {},
      async ({ write, state }) => {
        const seen = Array.from({ length: 1_000 }, (_, index) => `wamid.${String(index)}`);
        expect((await state()).seen).toEqual(seen);
        const { messageId } = await write('hi');
        const later = await eventually(state, (now) => now.seen.includes(messageId));
        expect(later.seen).toHaveLength(1_000);
        expect(later.seen).not.toContain('wamid.0');
      },
      { state: { ...quiet, seen: Array.from({ length: 1_000 }, (_, index) => `wamid.${String(index)}`) } },
    );
  });

  it('chooses a language once, for every later message', async () => {
    await chat(stage, {}, async ({ write, pass, handle, state }) => {
      await write('/lang');
      await untilSaid(stage, 1);
      await write('Русский', { content: { kind: 'tap', id: 'lang:ru', title: 'Русский' } });
      await untilSaid(stage, 2);
      await pass(30 * DAY);
      expect((await handle.describe()).memo).toMatchObject({ locale: 'ru' });
      expect((await state()).locale).toBe('ru');
    });
    expect(wordsOf(stage)).toEqual([{ say: 'languages' }, { say: 'languageSet', chosen: 'ru' }]);
  });

  it('is told to send the command again when a list that is over is tapped', async () => {
    await chat(stage, {}, async ({ write }) => {
      await write('Cafea', {
        content: { kind: 'tap', id: 'merchant:abcdefghijklmnopqrstuvwx23:cafea', title: 'Cafea' },
      });
      await untilSaid(stage, 1);
    });
    expect(says()).toEqual(['sendAgain']);
  });

  it('is the same seller on the next day, for one question to cap-svc a day', async () => {
    let asked = 0;
    const resolveSeller: Activities['resolveSeller'] = () => {
      asked += 1;
      return Promise.resolve({ known: true, seller });
    };
    await chat(stage, { resolveSeller }, async ({ write, pass }) => {
      await write('hi');
      await write('/help');
      await pass(HOUR);
      await write('/help');
      await pass(MINUTE);
      expect(asked).toBe(1);
      await pass(DAY);
      await write('/help');
      await pass(MINUTE);
      expect(asked).toBe(2);
    });
  });
});

describe('the window', () => {
  it('counts from the newest message, and is over 24 hours later, for which nobody waits 24 hours', async () => {
    await chat(stage, {}, async (opened) => {
      const { sentAt } = await opened.write('/help');
      await untilSaid(stage, 1);
      expect((await window(opened))?.toISOString()).toBe(sentAt);
      const ours = Date.now();
      const theirs = await stage.env.currentTimeMs();
      await opened.pass(DAY);
      expect((await stage.env.currentTimeMs()) - theirs).toBeGreaterThanOrEqual(DAY);
      expect(Date.now() - ours).toBeLessThan(HOUR);
      await opened.owe('late', 'paid');
      await untilSaid(stage, 2);
    });
    expect(stage.said[1]).toMatchObject({ by: 'template' });
  });

  it('is shown by the minute, however much the seller writes, and never later than it is', async () => {
    await chat(stage, {}, async (opened) => {
      const shown: unknown[] = [];
      const sent: string[] = [];
      for (const gap of [0, 20, 20, 30, 20]) {
        await opened.pass(gap * SECOND);
        sent.push((await opened.write('/help')).sentAt);
        await untilSaid(stage, sent.length);
        shown.push((await window(opened))?.toISOString());
      }
      // 70 s after the first, the fourth is the next one that shows.
      expect(shown).toEqual([sent[0], sent[0], sent[0], sent[3], sent[3]]);
      expect((await opened.state()).lastInboundAt).toBe(sent[4]);
    });
  });

  it('is not opened by the channel’s own word about the person', async () => {
    await chat(stage, {}, async (opened) => {
      await opened.write('', { content: { kind: 'silent', type: 'system' } });
      await opened.pass(SECOND);
      expect(await window(opened)).toBeUndefined();
      const { sentAt } = await opened.write('', { content: { kind: 'silent', type: 'reaction' } });
      await opened.pass(SECOND);
      expect((await window(opened))?.toISOString()).toBe(sentAt);
    });
    expect(says()).toEqual([]);
  });

  it('is not shortened by an older message that comes later', async () => {
    await chat(stage, {}, async (opened) => {
      const { sentAt } = await opened.write('/help');
      await opened.write('/help', { agoMs: 3 * HOUR });
      await untilSaid(stage, 2);
      expect((await window(opened))?.toISOString()).toBe(sentAt);
    });
    expect(says()).toEqual(['help', 'help']);
  });
});

const quiet = {
  contact: { phone: '37369000001' },
  windowSaidClosed: false,
  greeted: false,
  asked: [],
  seen: [],
  inbox: [],
  debts: [],
  recent: [],
};
