import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StuckReason } from '../../domain/payment';
import { STUCK_REASONS } from '../docs/attribute-values';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { ops } from '../support/ops-cli';
import { currentDetails, shownBy } from '../support/shown';
import { temporalCli } from '../support/temporal-cli';

const ANA = '+37369000001';
const IVAN = '+37369000002';
const VICTOR = '+37369000005';
const EMMA = '+37369000006';
const JONAS = '+37369000008';
const JONAS_NEW = '+37369000098';
/** The promise: named this soon after its cause. Steps that are retried in between may take 25 s of it. */
const NAMED_WITHIN_MS = 30_000;
/** For what a busy machine needs until it is seen. */
const SEEN_WITHIN_MS = 150_000;

/** A machine that is busy takes its time. */
const STARTS_WITHIN_MS = 300_000;

let live: Live;
beforeAll(async () => {
  live = await startLive({
    templates: false,
    timings: { linkAnswer: 4_000, unconfirmedAfter: 1_000, strangerPause: 1 },
  });
}, STARTS_WITHIN_MS);
afterAll(async () => {
  await live.stop();
});

const book = (of: 'meta' | 'capSvc') => live.stack.world[of].faults;
/** To one seller, so that no other case's news meets it. */
const meta = (to: string, fault: unknown) =>
  book('meta').replace([{ match: { operation: 'sendMessage', to }, always: true, do: fault }]);
const rails = (operation: string, fault: unknown) => {
  for (const rail of live.stack.world.rails) rail.faults.replace([{ match: { operation }, always: true, do: fault }]);
};
const allWell = () => {
  book('meta').clear();
  book('capSvc').clear();
  for (const rail of live.stack.world.rails) rail.faults.clear();
};
const made = (text: string) => live.payments().find(({ description }) => description === text);
const linkOf = (text: string) =>
  eventually(
    () => made(text),
    (payment) => payment !== undefined,
  );
const become = async (text: string, status: 'SUCCESS' | 'EXPIRED') => {
  const payment = await linkOf(text);
  for (const rail of live.stack.world.rails) {
    const found = rail.payments.find(payment?.paymentId ?? '');
    if (found !== undefined) rail.payments.become(found, status);
  }
};
const hearsMore = async (phone: string, act: () => unknown) => {
  const before = live.heard(phone).length;
  await act();
  await eventually(
    () => live.heard(phone).length,
    (count) => count > before,
  );
};
const pays = (phone: string, text: string) => hearsMore(phone, () => live.write(phone, `pay 50 "${text}"`));

/** Ids of what shows the reason, as `temporal workflow list` finds them. */
async function shownAs(reason: StuckReason): Promise<readonly string[]> {
  const query = `StuckReason = "${reason}" AND ExecutionStatus = "Running"`;
  interface Row {
    readonly execution: { readonly workflowId: string };
  }
  const rows = await temporalCli<readonly Row[]>(live, 'workflow', 'list', '--query', query);
  return rows.map(({ execution }) => execution.workflowId);
}

/** What `temporal workflow describe` shows of an attribute. */
async function described(workflowId: string, attribute: string): Promise<unknown> {
  interface Described {
    readonly workflowExecutionInfo: {
      readonly searchAttributes: {
        readonly indexedFields: Readonly<Record<string, { readonly data?: string } | undefined>>;
      };
    };
  }
  const { workflowExecutionInfo: is } = await temporalCli<Described>(live, 'workflow', 'describe', '-w', workflowId);
  const found = is.searchAttributes.indexedFields[attribute];
  if (found?.data === undefined) return found;
  return JSON.parse(Buffer.from(found.data, 'base64').toString());
}

/** The time of a link as cap-svc states it: the shortest that its contract knows. */
const shortLinks = (merchantId: string) => {
  const { directory } = live.stack.world.capSvc;
  const merchant = directory.merchant(merchantId);
  if (merchant !== undefined) directory.putMerchant(merchantId, { ...merchant, linkTtlSeconds: 60 });
};

interface Case {
  readonly reason: StuckReason;
  readonly cause: () => unknown;
  /** Ends it; what is left in the way is taken away before. */
  readonly cure?: () => unknown;
}

const CASES: readonly Case[] = [
  {
    reason: 'CapSvcUnavailable',
    cause: () => {
      book('capSvc').replace([{ match: { operation: 'resolveSeller' }, always: true, do: { status: 503 } }]);
      live.write(ANA, 'pay 10 "Nobody answers"');
    },
  },
  {
    reason: 'RailUnavailable',
    cause: () => {
      rails('pay', { status: 503 });
      live.write(ANA, 'pay 10 "No rail"');
    },
  },
  {
    reason: 'ChannelUnavailable',
    cause: () => {
      meta(ANA, { code: 131016 });
      live.write(ANA, 'pay 10 "Meta stumbles"');
    },
  },
  {
    reason: 'PairRate',
    cause: () => {
      meta(ANA, { code: 131056 });
      live.write(ANA, 'pay 10 "Too many"');
    },
  },
  {
    reason: 'SendOutcomeUnknown',
    cause: () => {
      live.stack.world.meta.configure({ statuses: { sentMs: null, deliveredMs: null, readMs: null } });
      meta(IVAN, 'resetAfterEffect');
      live.write(IVAN, 'pay 10 "No word"');
    },
    cure: () => live.stack.world.meta.configure({ statuses: { sentMs: 20, deliveredMs: 60, readMs: 200 } }),
  },
  {
    reason: 'AccountBlocked',
    cause: () => {
      meta(ANA, { code: 190 });
      live.write(ANA, 'pay 10 "Token revoked"');
    },
    cure: async () =>
      expect(await ops(live, 'resume', 'line', 'md', '--reason', 'a new token')).toMatchObject({ code: 0 }),
  },
  {
    reason: 'WindowClosed',
    cause: async () => {
      await pays(IVAN, 'Meta says closed');
      meta(IVAN, { code: 131047 });
      await become('Meta says closed', 'SUCCESS');
    },
    cure: () => hearsMore(IVAN, () => live.write(IVAN, 'ok')),
  },
  {
    // The chat tries its template at once, and finds none.
    reason: 'TemplateUnavailable',
    cause: async () => {
      await pays(IVAN, 'No template');
      meta(IVAN, { code: 131047 });
      await become('No template', 'SUCCESS');
    },
    cure: () => hearsMore(IVAN, () => live.write(IVAN, 'ok')),
  },
  {
    reason: 'NoticeUndeliverable',
    cause: async () => {
      await pays(IVAN, 'Nobody there');
      meta(IVAN, { code: 131026 });
      await become('Nobody there', 'SUCCESS');
    },
    cure: () => hearsMore(IVAN, () => live.write(IVAN, 'ok')),
  },
  {
    reason: 'SellerUnverified',
    cause: async () => {
      await pays(JONAS, 'Neue Nummer');
      live.stack.world.meta.phones.send({ type: 'moved', from: JONAS, newPhone: JONAS_NEW });
      await hearsMore(JONAS_NEW, () => live.write(JONAS_NEW, 'pay 5 "Zu früh"'));
      await become('Neue Nummer', 'SUCCESS');
    },
    cure: async () => {
      const { directory } = live.stack.world.capSvc;
      const jonas = directory.seller(JONAS);
      if (jonas === undefined) throw new Error('Jonas is seeded');
      directory.removeSeller(JONAS);
      directory.putSeller(JONAS_NEW, jonas);
      await hearsMore(JONAS_NEW, () => live.write(JONAS_NEW, '/help'));
    },
  },
  {
    reason: 'AmountMismatch',
    cause: async () => {
      await pays(ANA, 'Another amount');
      rails('callback', { tamper: { amount: 1 }, resign: true });
      await become('Another amount', 'SUCCESS');
    },
    cure: async () => {
      const workflowId = (await shownAs('AmountMismatch'))[0] ?? '';
      expect((await ops(live, 'poll', workflowId)).stdout).toContain('Paid');
    },
  },
  {
    reason: 'PaidTwice',
    cause: async () => {
      await pays(ANA, 'Money on top');
      const first = await linkOf('Money on top');
      // The run lasts for as long as its notice can't go out.
      meta(ANA, { code: 131016 });
      await become('Money on top', 'SUCCESS');
      for (const rail of live.stack.world.rails) {
        if (first === undefined || rail.payments.find(first.paymentId) === undefined) continue;
        rail.payments.become(rail.payments.create({ ...first }, 300), 'SUCCESS');
      }
    },
    cure: async () => {
      const word = ['settle', (await shownAs('PaidTwice'))[0] ?? '', 'SUCCESS', '--reason', 'the bank gave one back'];
      expect((await ops(live, ...word, '--as', 'first')).stdout).toContain('Proposed by first');
      expect((await ops(live, ...word, '--as', 'first', '--confirm')).stderr).toContain(
        'another person has to confirm',
      );
      expect((await ops(live, ...word, '--as', 'second', '--confirm')).stdout).toContain('is Paid now');
    },
  },
  {
    reason: 'RecordConflict',
    cause: async () => {
      book('capSvc').replace([
        { match: { operation: 'recordPayment' }, always: true, do: { status: 409, code: 'PAYMENT_CONFLICT' } },
      ]);
      await pays(ANA, 'Recorded otherwise');
    },
    cure: () => become('Recorded otherwise', 'SUCCESS'),
  },
  {
    reason: 'RtpOutcomeUnknown',
    cause: async () => {
      rails('requestToPay', 'resetAfterEffect');
      await hearsMore(VICTOR, () => live.write(VICTOR, '/rtp 20 069511111 "Lost answer"'));
      const question = live.heard(VICTOR).at(-1);
      if (question !== undefined) live.tap(VICTOR, question, question.buttons[0]?.title ?? '');
    },
    cure: async () => {
      const workflowId = (await shownAs('RtpOutcomeUnknown'))[0] ?? '';
      const answer = await ops(live, 'settle', workflowId, 'FAILED', '--reason', 'the bank knows of none');
      expect(answer.stdout).toContain('is Failed now');
    },
  },
  {
    // The payment was made in the beginning, so that its time is nearly over by now.
    reason: 'CallbackMissing',
    cause: async () => {
      const payment = await linkOf('No final word');
      await eventually(
        () => Date.now() - (payment?.createdAt ?? 0),
        (age) => age > 61_000,
        62_000,
      );
    },
    cure: () => become('No final word', 'SUCCESS'),
  },
];

describe('what is stuck', () => {
  it('has every reason that there is', () => {
    expect(CASES.map(({ reason }) => reason).sort()).toEqual(Object.keys(STUCK_REASONS).sort());
  });

  beforeAll(async () => {
    shortLinks('book-corner');
    // Known sellers: their commands resolve by themselves from here on.
    for (const phone of [ANA, IVAN, VICTOR, EMMA, JONAS]) await hearsMore(phone, () => live.write(phone, '/help'));
    await hearsMore(EMMA, () => live.write(EMMA, 'pay 10.02 "No final word"'));
  });

  it.each(CASES.map((one) => [one.reason, one] as const))(
    '%s is named soon after its cause, and no longer when it is over',
    async (reason, { cause, cure }) => {
      await cause();
      const caused = Date.now();
      const [workflowId = ''] = await eventually(
        () => shownAs(reason),
        (ids) => ids.length > 0,
        SEEN_WITHIN_MS,
      );
      expect(await described(workflowId, 'StuckReason')).toBe(reason);
      expect(Date.parse(String(await described(workflowId, 'StuckSince')))).toBeLessThan(caused + NAMED_WITHIN_MS);
      const details = await currentDetails(live.client, workflowId);
      expect(details).toMatch(reason === 'AccountBlocked' ? /Suspended|Stuck/ : new RegExp(`Stuck: ${reason}`));
      for (const part of ['Waits for', 'Next', 'You may']) expect(details).toContain(`**${part}:**`);
      expect(details?.includes('**Made by** a message of ')).toBe(workflowId.startsWith('payment-link/'));
      allWell();
      await cure?.();
      await eventually(
        () => shownAs(reason),
        (ids) => ids.length === 0,
        SEEN_WITHIN_MS,
      );
    },
    400_000,
  );
});

describe('what the UI shows', () => {
  it('holds no personal data, in whatever state a workflow is', async () => {
    const { directory } = live.stack.world.capSvc;
    const people = [ANA, IVAN, VICTOR, EMMA, JONAS, JONAS_NEW].flatMap((phone) => {
      const name = directory.seller(phone)?.displayName;
      return [phone.slice(4), ...(name === undefined ? [] : [name])];
    });
    const texts = live.payments().map(({ description }) => description);
    const secret = [...people, ...texts, '69511111', 'Token revoked', 'wamid.'];
    let seen = 0;
    for await (const one of live.client.workflow.list()) {
      for (const text of await shownBy(live.client, one)) {
        seen += 1;
        expect(secret.filter((word) => word !== '' && text.includes(word))).toEqual([]);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('names what each activity and timer is for', async () => {
    const unnamed: string[] = [];
    for await (const { workflowId, runId } of live.client.workflow.list()) {
      const { events } = await live.client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const event of events ?? []) {
        const activity = event.activityTaskScheduledEventAttributes?.activityType?.name;
        const timer = event.timerStartedEventAttributes?.timerId;
        if ((activity ?? timer) == null || event.userMetadata?.summary != null) continue;
        unnamed.push(`${workflowId}: ${activity ?? `timer ${timer ?? ''}`}`);
      }
    }
    expect(unnamed).toEqual([]);
  });
});
