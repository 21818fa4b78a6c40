import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createActivities } from '../../../activities';
import { createAddressing } from '../../../addressing/addressing';
import type { WebhookEvents } from '../../../channels/whatsapp/webhook';
import { createIntake } from '../../../api/intake/intake';
import { createRailIntake } from '../../../api/intake/rail-reports';
import { createMetrics } from '../../../api/metrics';
import { createTemporal } from '../../../api/temporal/client';
import type { InboundContent, InboundMessage } from '../../../domain/inbound';
import type { Line } from '../../../domain/line';
import { DEFAULT_TIMINGS } from '../../../domain/timings';
import { callbackForm1 } from '../../../sandbox/rail/callback-forms';
import { createStarts } from '../../../temporal/starts';
import { CONVERSATIONS_QUEUE, conversationWorkflowId } from '../../../workflows/conversation.contract';
import { lineWorkflowId } from '../../../workflows/line.contract';
import { PAYMENT_LINKS_QUEUE, paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import { line as anyLine, ORIGIN } from '../../support/builders';
import { atRest, end } from '../../support/chat';
import { TillBank } from './till-world';
import { TillPhone } from './till-phone';

const SELLER = { phone: '37369000001' };
const log = pino({ level: 'silent' });

/** One seller at a till: the real intake, activities and workflows, between a model of Meta and a model of the bank. */
export interface Till {
  readonly phone: TillPhone;
  readonly bank: TillBank;
  /** What the commands so far are filed under. */
  readonly commands: readonly string[];
  /** The seller does something; delivered so many times. */
  does(content: InboundContent, deliveries?: number): Promise<void>;
  /** The bank's callback, signed, about the newest payment but `nth`. */
  callBack(nth: number): Promise<void>;
  /** Meta says what became of the templates. */
  setTemplates(usable: boolean): Promise<void>;
  /** Time passes, then all that could be done was done. */
  pass(ms: number): Promise<void>;
}

let stories = 0;

export async function atTill<T>(
  env: TestWorkflowEnvironment,
  workflowBundle: WorkflowBundleWithSourceMap,
  play: (till: Till) => Promise<T>,
): Promise<T> {
  const id = `till-${String((stories += 1))}`;
  const line: Line = { ...anyLine, id, defaultLocale: 'en' };
  let clock = await env.currentTimeMs();
  const see = (at: number) => (clock = Math.max(clock, at));
  const now = () => new Date(clock);
  const phone = new TillPhone(id, () => clock);
  const bank = new TillBank(() => clock);
  const { client } = env;
  const prefix = `${id}-`;
  const addressing = createAddressing([{ id: 'till', key: Buffer.alloc(32, 7) }]);
  const activities = createActivities({
    temporal: client,
    taskQueuePrefix: prefix,
    cap: bank.cap,
    lines: [line],
    access: bank.access,
    railOf: () => bank.rail,
    addressing,
    rtpLimits: { sellerPerHour: 20, payerOpen: 3, payerPerDay: 5, declinesToStop: 2, stopDays: 30 },
    channels: { whatsapp: phone.channel },
    publicUrl: 'https://pay.test',
    now,
  });
  // The server's clock runs ahead of this machine's: activities go by when the server wanted them.
  const clocked = Object.fromEntries(
    Object.entries(activities).map(([name, act]) => [
      name,
      (...args: unknown[]) => {
        see(Context.current().info.currentAttemptScheduledTimestampMs);
        return (act as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  );
  const workers = await Promise.all(
    [PAYMENT_LINKS_QUEUE, CONVERSATIONS_QUEUE].map((queue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue: prefix + queue,
        workflowBundle,
        activities: clocked,
      }),
    ),
  );
  const temporal = createTemporal(client, prefix);
  const metrics = createMetrics(new Registry());
  const intakeDeps = { temporal, addressing, lines: [line], timings: DEFAULT_TIMINGS, metrics, log, now };
  const intake = createIntake(intakeDeps);
  const keys = {
    fitting: () => [ORIGIN],
    isComplete: () => true,
    originsOf: () => Promise.resolve({ fits: [ORIGIN] }),
  };
  const takeCallback = createRailIntake({
    ...intakeDeps,
    rail: { keys, access: () => bank.access.access('', '', '') },
  });
  const nothing: WebhookEvents = { messages: [], statuses: [], templates: [], accounts: [] };
  const conversationId = conversationWorkflowId(id, addressing.pseudonyms(id, SELLER)[0]);
  const commands: string[] = [];
  let said = 0;

  const handles = () =>
    [conversationId, lineWorkflowId(id), ...commands.map(paymentLinkWorkflowId)].map((workflowId) =>
      client.workflow.getHandle(workflowId),
    );
  const started = async () => {
    const there = await Promise.all(
      handles().map((handle) =>
        handle.describe().then(
          () => [handle],
          () => [],
        ),
      ),
    );
    return there.flat();
  };
  /** Meta brings what became of the messages; that may make more of them. */
  const settle = async (): Promise<void> => {
    do {
      await intake({ ...nothing, statuses: phone.reports.splice(0) });
      for (const handle of await started()) await atRest(handle);
    } while (phone.reports.length > 0);
  };

  const till: Till = {
    phone,
    bank,
    commands,
    does: async (content, deliveries = 1) => {
      see(await env.currentTimeMs());
      const message: InboundMessage = {
        channel: 'whatsapp',
        lineId: id,
        sender: SELLER,
        messageId: `wamid.in.${String((said += 1))}`,
        sentAt: now().toISOString(),
        forwarded: false,
        content,
      };
      phone.wrote(clock);
      if (content.kind === 'text' && content.text.startsWith('pay')) commands.push(addressing.linkIds(message)[0]);
      for (let nth = 0; nth < deliveries; nth += 1) await intake({ ...nothing, messages: [message] });
      await settle();
    },
    callBack: async (nth) => {
      see(await env.currentTimeMs());
      const payment = bank.payments.at(-1 - nth);
      if (payment === undefined) return;
      const { paymentId, orderId, minor } = payment;
      const about = { terminalId: 'T1', paymentDate: '2026-10-05T22:13:42', amount: minor / 100, currency: 'MDL' };
      const said = { ...about, paymentId, orderId, status: bank.statusOf(payment) };
      const { body, headers } = callbackForm1({ said, signed: said }, () => 'c2lnbmVk');
      await takeCallback(orderId, Buffer.from(body), headers, () => undefined);
      await settle();
    },
    setTemplates: async (usable) => {
      phone.templates = usable;
      const at = now().toISOString();
      const templates = phone
        .templateStates()
        .map(({ name, locale, status }) => ({ lineId: id, at, name, locale, status, kind: 'status' as const }));
      await intake({ ...nothing, templates });
      await settle();
    },
    pass: async (ms) => {
      await env.sleep(ms);
      see(await env.currentTimeMs());
      await settle();
    },
  };

  const [first, ...others] = workers.map((worker) => () => (work: () => Promise<T>) => worker.runUntil(work));
  if (first === undefined) throw new Error('There are workers');
  const inside = others.reduce<(work: () => Promise<T>) => Promise<T>>(
    (outer, next) => (work) => outer(() => next()(work)),
    first(),
  );
  return inside(async () => {
    await createStarts(client, prefix).line(line, { signal: 'lineConfigured', argument: line });
    await settle();
    try {
      return await play(till);
    } finally {
      for (const handle of await started()) await end(handle);
    }
  });
}
