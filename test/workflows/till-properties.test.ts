import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import * as fc from 'fast-check';
import { buttonId } from '../../domain/buttons';
import { LOCALES, type Locale } from '../../domain/locale';
import type { FinalStatus } from '../../domain/payment';
import type { NoticeOutcome } from '../../domain/say';
import { TEMPLATE_OUTCOMES } from '../../domain/template';
import { say } from '../../locales/copy';
import { formatAmount, regionalTag } from '../../locales/format';
import { SYMBOLS } from '../../locales/payment-details';
import { startTimeSkipping } from '../support/servers';
import { atTill } from './support/till';
import type { Till } from './support/till';
import type { Fate, Received } from './support/till-phone';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type Happening =
  | { readonly command: number }
  | { readonly thanks: true }
  | { readonly chooses: Locale }
  | { readonly passes: number }
  | { readonly decides: FinalStatus; readonly of: number; readonly callbacks: number }
  /** Money comes when the seller has been silent for more than a day. */
  | { readonly late: number }
  | { readonly replays: number }
  | { readonly templates: boolean }
  | { readonly goesWrong: Fate };

const nth = fc.nat(3);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ command: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.constant({ thanks: true } as const) },
  { weight: 1, arbitrary: fc.record({ chooses: fc.constantFrom(...LOCALES) }) },
  {
    weight: 6,
    arbitrary: fc.record({ passes: fc.constantFrom(SECOND, MINUTE, 4 * MINUTE, 2 * HOUR, 23 * HOUR, 30 * HOUR) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      decides: fc.constantFrom<FinalStatus>('SUCCESS', 'SUCCESS', 'FAILED', 'DECLINED'),
      of: nth,
      callbacks: fc.integer({ min: 0, max: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ late: nth }) },
  { weight: 1, arbitrary: fc.record({ replays: nth }) },
  { weight: 2, arbitrary: fc.record({ templates: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      goesWrong: fc.constantFrom<Fate>('stumbles', 'saysClosed', 'failsForTheWindow', 'failsForThePhone'),
    }),
  },
);

/** More than ten held at once would be told as totals. */
const MOST_COMMANDS = 8;

async function happen(till: Till, what: Happening): Promise<void> {
  if ('command' in what) {
    const made = till.commands.length;
    if (made < MOST_COMMANDS) await till.does({ kind: 'text', text: `pay 100 "order${String(made)}."` }, what.command);
  } else if ('thanks' in what) await till.does({ kind: 'text', text: 'thanks' });
  else if ('chooses' in what) {
    till.phone.locale = undefined;
    await till.does({ kind: 'tap', id: buttonId.lang(what.chooses), title: what.chooses });
    till.phone.locale = what.chooses;
  } else if ('passes' in what) await till.pass(what.passes);
  else if ('decides' in what) {
    const payment = till.bank.payments.at(-1 - what.of);
    if (payment === undefined || !till.bank.decide(payment, what.decides)) return;
    for (let sent = 0; sent < what.callbacks; sent += 1) await till.callBack(what.of);
  } else if ('late' in what) {
    await till.pass(30 * HOUR);
    await happen(till, { decides: 'SUCCESS', of: what.late, callbacks: 1 });
  } else if ('replays' in what) await till.callBack(what.replays);
  else if ('templates' in what) await till.setTemplates(what.templates);
  else till.phone.fates.push(what.goesWrong);
}

/** Whatever was held is told by the end: the bank has spoken, templates are there, the seller writes again. */
async function wait(till: Till): Promise<void> {
  till.phone.fates.length = 0;
  await till.pass(HOUR);
  await till.setTemplates(true);
  await till.does({ kind: 'text', text: 'thanks' });
  await till.pass(10 * MINUTE);
  await till.does({ kind: 'text', text: 'thanks' });
  await till.pass(3 * 24 * HOUR);
  await till.does({ kind: 'text', text: 'thanks' });
  await till.pass(MINUTE);
}

interface Told {
  readonly outcome: NoticeOutcome;
  readonly locale: Locale;
}

const OUTCOMES = ['paidAfterAll', 'paid', 'failed', 'declined', 'expired', 'unconfirmed'] as const;
const HEADS = LOCALES.flatMap((locale) => {
  const tag = regionalTag(locale, 'MD');
  const amount = formatAmount(tag, { minor: 10_000, currency: 'MDL' });
  return OUTCOMES.map((outcome) => {
    const words = say(locale, tag, `notice.headline.${outcome}`, {
      amount,
      ...(outcome === 'expired' && { rtp: 'no' }),
    });
    return { outcome, locale, head: `${SYMBOLS[outcome]} ${words}` };
  });
});

/** What the messages that arrived say of one payment, in order. */
function toldOf(name: string, received: readonly Received[]): (Told & { readonly chosen: Locale | undefined })[] {
  return received
    .filter(({ failed, text }) => failed !== true && text.includes(name) && !text.includes('/checkout/'))
    .flatMap(({ template, text, locale: chosen }) => {
      if (template !== undefined) {
        const outcome = TEMPLATE_OUTCOMES.find((one) => template.name.includes(`_${one}_`));
        return outcome === undefined ? [] : [{ outcome, locale: template.locale, chosen }];
      }
      return text
        .split('\n')
        .filter((words) => words.includes(name))
        .map((words) => {
          const found = HEADS.find(({ head }) => words.startsWith(head));
          if (found === undefined) throw new Error(`Said of a payment, and in no words of ours: ${words}`);
          return { outcome: found.outcome, locale: found.locale, chosen };
        });
    });
}

const ENDS: Readonly<Record<FinalStatus, readonly NoticeOutcome[]>> = {
  SUCCESS: ['paid', 'paidAfterAll'],
  FAILED: ['failed'],
  DECLINED: ['declined'],
  EXPIRED: ['expired'],
};

let env: TestWorkflowEnvironment;
let bundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  env = await startTimeSkipping();
  const logger = new DefaultLogger('WARN');
  bundle = await bundleWorkflowCode({ workflowsPath: require.resolve('../../workflows'), logger });
});
afterAll(() => env.teardown());

describe('whatever happens at a till', () => {
  it('gives each command one link, and tells each payment’s end once, in the language of the moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 20 }), async (story) => {
        await atTill(env, bundle, async (till) => {
          for (const what of story) await happen(till, what);
          await wait(till);
          const { phone, bank } = till;

          const names = bank.payments.map(({ description }) => description);
          // Each command made one payment.
          expect([...names].sort()).toEqual(till.commands.map((_, nth) => `order${String(nth)}.`).sort());
          for (const payment of bank.payments) {
            const { description, paymentId } = payment;
            const links = phone.received.filter(({ text }) => text.includes(`/checkout/${paymentId}`));
            expect({ description, links: links.length }).toEqual({ description, links: 1 });

            const told = toldOf(description, phone.received);
            const ended = ENDS[bank.statusOf(payment) as FinalStatus];
            const ends = told.filter(({ outcome }) => ended.includes(outcome));
            expect({
              description,
              story,
              ends: ends.length,
              last: ended.includes(told.at(-1)?.outcome ?? 'review'),
            }).toEqual({
              description,
              story,
              ends: 1,
              last: true,
            });
            expect(new Set(told.map(({ outcome }) => outcome)).size).toBe(told.length);
            for (const { locale, chosen } of told) expect(locale).toBe(chosen ?? locale);
          }
          // Outside the window nothing was even tried but templates.
          expect(phone.outside).toBe(0);
        });
      }),
      // A story takes seconds, so a failing one is shown as it is.
      { numRuns: 8, endOnFailure: true },
    );
  }, 600_000);
});
