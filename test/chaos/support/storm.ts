import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { CONVERSATION_WORKFLOW, conversationState } from '../../../workflows/conversation.contract';
import { attributes } from '../../../workflows/search-attributes';
import { PAYMENT_LINK_WORKFLOW, paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import { eventually } from '../../support/live';
import type { Live } from '../../support/live';
import { unreplayable } from '../../support/unreplayable';
import { account } from './account';
import type { Account } from './account';
import { Journals } from './journals';
import { startKiller } from './killer';
import type { Killer } from './killer';
import { People } from './people';
import { planCommands, planSellers } from './plan';
import { createRandom } from './random';
import { judge } from './verdict';
import type { RunView, Verdict } from './verdict';
import { changeWeather, clearWeather } from './weather';

export interface StormOptions {
  readonly seed: number;
  readonly commands: number;
  readonly perSecond: number;
  readonly sellers: number;
  /** The storm lasts until so many processes were killed; commands keep pace with that, so that each kill meets some. */
  readonly kills: number;
  /** How long everything may take to be told after the storm. */
  readonly settleWithinMs: number;
  /** Told about once in ten seconds. */
  readonly onProgress?: (line: string) => void;
}

export interface StormReport {
  readonly seed: number;
  readonly minutes: number;
  readonly accounts: readonly (Account & { readonly verdict: Verdict })[];
  readonly runs: readonly RunView[];
  readonly killer: Pick<Killer, 'ends' | 'kills' | 'troubles'>;
  readonly journals: Journals;
  /** In words, with the command or the run that it is about. Empty: every promise was kept. */
  readonly wrong: readonly string[];
}

const TICK_MS = 50;
/** A message is on the phone before its run knows it, and the run before the list of all runs shows it. */
const SHOWN_WITHIN_MS = 60_000;
const PREFIX = paymentLinkWorkflowId('');
/** A run in one of these waits for a late word only. */
const LINGERS = ['Failed', 'Declined', 'Expired'];

/** Sends commands while everything goes wrong, then waits in fair weather until all is told, and adds up. */
export async function storm(live: Live, options: StormOptions): Promise<StormReport> {
  const { seed, onProgress = () => undefined } = options;
  const random = createRandom(seed);
  const { stack, client } = live;
  const { world } = stack;
  const sellers = planSellers(options.sellers);
  People.register(world, sellers);
  const commands = planCommands(random.fork('plan'), { ...options, sellers });
  const begun = Date.now();
  const people = new People(world, sellers, commands);
  const journals = new Journals(world);
  const messages = () => world.meta.chats.all().length;
  const killer = startKiller(stack, random.fork('kills'), {
    progress: messages,
    // A command and two messages about it.
    perKill: Math.ceil((commands.length * 3) / options.kills),
  });
  const weather = random.fork('weather');

  const tell = every(10_000, () => {
    const done = look().filter(({ verdict }) => verdict.done).length;
    const told = `${String(people.sent.size)}/${String(commands.length)} commands, ${String(done)} told`;
    onProgress(`${minutesSince(begun)} min: ${told}, ${String(killer.kills)} kills`);
  });
  const change = every(2_000, () => changeWeather(world, weather));
  let known: ReadonlyMap<string, RunView> = new Map();
  let toldTwice: ReadonlySet<string> = new Set();
  const look = () =>
    account(world, commands, acceptedTokens(people, journals)).map((one) => ({
      ...one,
      verdict: judge(one, known, toldTwice),
    }));
  const pass = (mayWrite?: number) => {
    people.live(mayWrite);
    journals.read();
    tell();
  };

  try {
    while (people.sent.size < commands.length || killer.kills < options.kills) {
      pass(Math.ceil((commands.length * (killer.kills + 2)) / options.kills));
      change();
      await sleep(TICK_MS);
    }
  } finally {
    clearWeather(world);
    await killer.stop();
  }
  const until = Date.now() + options.settleWithinMs;
  const thank = every(15_000, () => people.writeThanks());
  const settled = () => people.idle && look().every((one) => one.verdict.done && isRecorded(live, one));
  while (Date.now() < until && !settled()) {
    pass();
    thank();
    await sleep(TICK_MS * 5);
  }
  known = await readRuns(client);
  while (Date.now() < until && [...known.values()].some(isUnexplained)) {
    pass();
    await sleep(1_000);
    known = await readRuns(client);
  }
  const unshown = Date.now() + SHOWN_WITHIN_MS;
  for (;;) {
    toldTwice = await toldTwiceByChats(client);
    pass();
    const accounts = look();
    const report = {
      seed,
      minutes: Number(minutesSince(begun)),
      accounts,
      runs: [...known.values()],
      killer,
      journals,
    };
    const wrong = wrongIn(live, report);
    if (wrong.length === 0 || Date.now() > unshown) {
      return { ...report, wrong: [...wrong, ...(await unreplayable(live))] };
    }
    await sleep(1_000);
    known = await readRuns(client);
  }
}

function wrongIn(live: Live, { accounts, runs }: Pick<StormReport, 'accounts' | 'runs'>): readonly string[] {
  const requested = live.payments().filter(({ kind }) => kind === 'rtp');
  const orders = requested.map(({ description }) => description);
  return [
    ...accounts.flatMap(({ command, verdict, accepted, linkIds }) => [
      ...(accepted ? [] : [`${command.token}: was never accepted`]),
      ...(accepted && !verdict.done
        ? [`${command.token} (${command.kind}, ${command.fate}): its end was never told${shownOf(runs, linkIds)}`]
        : []),
      ...verdict.wrong.map((what) => `${command.token}: ${what}${shownOf(runs, linkIds)}`),
    ]),
    ...accounts.filter((one) => !isRecorded(live, one)).map(({ command }) => `${command.token}: is not recorded`),
    ...orders.filter((order, at) => orders.indexOf(order) !== at).map((token) => `${token}: two requests to pay`),
    ...runs.filter(isUnexplained).map((run) => `stuck without a reason: ${JSON.stringify(run)}`),
  ];
}

/** What its runs show of themselves, for whoever looks into it. */
function shownOf(runs: readonly RunView[], linkIds: readonly string[]): string {
  if (linkIds.length === 0) return ': no run made a payment';
  return runs
    .filter(({ linkId }) => linkIds.includes(linkId))
    .map((run) => ` ${JSON.stringify(run)}`)
    .join('');
}

/** The portal has each payment's last word, but of a request whose answer was lost: nobody knows its number. */
function isRecorded(live: Live, { payments, verdict }: Account & { readonly verdict: Verdict }): boolean {
  if (!verdict.done || verdict.counted.includes('rtpUnknown')) return true;
  const records = live.stack.world.capSvc.ledger.list();
  return payments.every(({ paymentId, status }) =>
    records.some((record) => record.paymentId === paymentId && record.status === status),
  );
}

function acceptedTokens(people: People, journals: Journals): ReadonlySet<string> {
  const tokens = new Set<string>();
  for (const [messageId, { token }] of people.sent) if (journals.accepted.has(messageId)) tokens.add(token);
  return tokens;
}

function isUnexplained({ status, state = '', stuck }: RunView): boolean {
  return status === 'RUNNING' && stuck === undefined && !LINGERS.includes(state);
}

async function readRuns(client: Client): Promise<ReadonlyMap<string, RunView>> {
  const runs = new Map<string, RunView>();
  const query = `WorkflowType = "${PAYMENT_LINK_WORKFLOW}"`;
  for await (const { workflowId, status, typedSearchAttributes: is } of client.workflow.list({ query })) {
    const linkId = workflowId.slice(PREFIX.length);
    runs.set(linkId, {
      linkId,
      status: status.name,
      state: is.get(attributes.paymentState),
      stuck: is.get(attributes.stuckReason),
      notification: is.get(attributes.notificationState),
    });
  }
  return runs;
}

/** A payment that is over can't show it any more: its chat does. */
async function toldTwiceByChats(client: Client): Promise<ReadonlySet<string>> {
  const links = new Set<string>();
  const query = `WorkflowType = "${CONVERSATION_WORKFLOW}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const state = () => client.workflow.getHandle(workflowId).query(conversationState);
    const { toldTwice = [] } = await eventually(state, () => true);
    for (const { linkId } of toldTwice) links.add(linkId);
  }
  return links;
}

function every(ms: number, act: () => void): () => void {
  let next = Date.now() + ms;
  return () => {
    if (Date.now() < next) return;
    next = Date.now() + ms;
    act();
  };
}

const minutesSince = (begun: number): string => ((Date.now() - begun) / 60_000).toFixed(1);
