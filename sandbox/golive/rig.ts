import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDataConverter } from '../../workers/codec/data-converter';
import { paymentLinkWorkflowId, status } from '../../workflows/payment-link.contract';
import { freePorts, startStack } from '../stack';
import type { Stack } from '../stack';
import { startProxy } from './proxy';
import type { Proxy, Taken } from './proxy';

/** The rail under test, and the merchant that the bank set up for it. */
export interface Bank {
  readonly url: string;
  readonly merchantId: string;
  readonly secretKey: string;
  readonly terminalId: string;
  /** How long a payment of the terminal lives. */
  readonly lifetimeSeconds: number;
}

export interface RigOptions {
  /** Absent: the sandbox's own rail. */
  readonly bank?: Bank;
  /** Where the bank reaches the callback port from outside, https. */
  readonly publicUrl?: string;
  readonly callbackPort: number;
  readonly say: (line: string) => void;
}

export interface Made {
  readonly description: string;
  readonly linkId: string;
  readonly paymentId: string;
  readonly checkoutPage: string;
  /** What the rail was asked for. */
  readonly order: Readonly<Record<string, unknown>>;
}

/** The whole product on this machine, with the rail under test behind it, and everything between the two remembered. */
export interface Rig {
  readonly stack: Stack;
  readonly rail: Proxy;
  readonly callbacks: Proxy;
  readonly sandbox: boolean;
  readonly lifetimeSeconds: number;
  readonly say: (line: string) => void;
  /** A seller types `pay` and gets a link. */
  link(amount: string): Promise<Made>;
  /** The customer pays: a person, at a bank that does not pay by itself. */
  pay(made: Made): Promise<void>;
  /** What the seller was told of it after the link. */
  told(made: Made): readonly string[];
  state(made: Made): Promise<string>;
  over(made: Made): Promise<void>;
  /** Ends a link's wait at once, where that can be had. */
  expireSoon(): void;
  callbackOf(made: Made): Taken;
  /** Delivers a callback to the product, as the rail would. */
  deliver(to: Made, callback: Pick<Taken, 'headers' | 'body'>): Promise<number>;
  stop(): Promise<void>;
}

const SELLER = '+37369000900';
const SANDBOX_MERCHANT = 'book-corner';
const SANDBOX_BANK = 1;
const POLL_MS = 5_000;

export async function startRig(options: RigOptions): Promise<Rig> {
  const { bank, say } = options;
  let [railUrl, apiUrl] = [bank?.url ?? '', ''];
  const rail = await startProxy(0, () => railUrl);
  const callbacks = await startProxy(options.callbackPort, () => apiUrl);
  const folder = mkdtempSync(join(tmpdir(), 'miapos-golive-'));
  const timingsFile = join(folder, 'timings.json');
  writeFileSync(timingsFile, JSON.stringify({ poll: POLL_MS, pollAfterExpiry: 2_000, lingerPoll: 60_000 }));
  const env = { PUBLIC_URL: options.publicUrl ?? callbacks.url, RAIL_ORIGINS: new URL(rail.url).origin };
  const stack = await startStack({
    ports: await freePorts(),
    folder,
    timingsFile,
    env,
    onStep: (what) => say(`  ${what}`),
  });
  const { world } = stack;
  [railUrl, apiUrl] = [bank?.url ?? world.urls.rails[SANDBOX_BANK] ?? '', world.urls.api];
  await register(world.urls.capSvc, rail.url, bank);
  const connection = await Connection.connect({ address: stack.env['TEMPORAL_ADDRESS'] ?? '' });
  const [id = '', key = ''] = (stack.env['PAYLOAD_KEYS'] ?? '').split(':');
  const client = new Client({
    connection,
    dataConverter: createDataConverter([{ id, key: Buffer.from(key, 'base64') }]),
  });
  const heard = (): readonly string[] => {
    const person = world.meta.people.find(SELLER);
    const chat = person === undefined ? [] : world.meta.chats.of(person);
    return chat.filter(({ direction }) => direction === 'out').map(({ body }) => body);
  };
  const handle = ({ linkId }: Made) => client.workflow.getHandle(paymentLinkWorkflowId(linkId));
  let count = 0;

  return {
    stack,
    rail,
    callbacks,
    sandbox: bank === undefined,
    lifetimeSeconds: bank?.lifetimeSeconds ?? 300,
    say,
    link: async (amount) => {
      const description = `Test ${String((count += 1))} of the list`;
      world.meta.phones.send({ type: 'text', from: SELLER, text: `pay ${amount} "${description}"` });
      const made = await until(`a link for ${description}`, 60_000, () => madeFor(rail, description));
      await until('the link in the chat', 60_000, () => heard().find((body) => body.includes(made.checkoutPage)));
      return made;
    },
    pay: async ({ checkoutPage }) => {
      if (bank === undefined) await fetch(`${checkoutPage}/pay`, { method: 'POST' });
      else say(`  to be paid now, unless it pays by itself: ${checkoutPage}`);
    },
    told: ({ description, checkoutPage }) =>
      heard().filter((body) => body.includes(description) && !body.includes(checkoutPage)),
    // Asked, and not read from the attributes, which follow what was told: a query knows of all that came before it.
    state: async (made) => (await handle(made).query(status)).state,
    over: async (made) => {
      await handle(made).result();
    },
    expireSoon: () => {
      if (bank !== undefined) return;
      const sim = world.rails[SANDBOX_BANK];
      for (const { paymentId } of sim?.payments.list() ?? []) {
        const payment = sim?.payments.find(paymentId);
        if (payment?.status === 'CREATED') sim?.payments.become(payment, 'EXPIRED');
      }
    },
    callbackOf: ({ linkId }) => {
      const found = callbacks.taken.find(({ path }) => path.endsWith(`/webhooks/rail/${linkId}`));
      if (found !== undefined) return found;
      throw new Error(
        'no callback of the rail came: does the bank reach --public-url, and does that lead to the callback port?',
      );
    },
    deliver: async ({ linkId }, { headers, body }) =>
      (await fetch(`${apiUrl}/webhooks/rail/${linkId}`, { method: 'POST', headers, body })).status,
    stop: async () => {
      await connection.close();
      await stack.stop();
      await Promise.all([rail.close(), callbacks.close()]);
    },
  };
}

/** Tells the simulated broker of the bank, its merchant, and a seller of ours. */
async function register(capSvc: string, ecommBaseUrl: string, bank: Bank | undefined): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const { ok, status } = await fetch(`${capSvc}/__control/${path}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    });
    if (!ok) throw new Error(`The simulated cap-svc did not take ${path}: ${String(status)}.`);
  };
  const merchantId = bank?.merchantId ?? SANDBOX_MERCHANT;
  await put('banks/golive', { name: 'Bank under test', country: 'MD', ecommBaseUrl });
  await put(`merchants/${merchantId}`, {
    name: 'Merchant under test',
    bankId: 'golive',
    currency: 'MDL',
    capabilities: { link: true, rtp: false },
    limits: { min: '1.00', max: '100000.00' },
    linkTtlSeconds: Math.max(60, bank?.lifetimeSeconds ?? 300),
    terminalId: bank?.terminalId ?? `E-${SANDBOX_MERCHANT.toUpperCase()}`,
    rtpTerminalId: null,
    secretKey: bank?.secretKey ?? `sandbox-secret-of-${SANDBOX_MERCHANT}`,
  });
  const seller = { posUserId: 'pos-golive', status: 'ACTIVE', locale: 'en', merchantIds: [merchantId] };
  await put(`sellers/${encodeURIComponent(SELLER)}`, seller);
}

function madeFor(rail: Proxy, description: string): Made | undefined {
  for (const { path, body, answer, status } of rail.taken) {
    if (!path.endsWith('/ecomm/api/v1/pay')) continue;
    const order = JSON.parse(body) as Record<string, unknown>;
    if (order['payDescription'] !== description) continue;
    if (status !== 200) throw new Error(`the rail refused the link: ${String(status)} ${answer.slice(0, 300)}`);
    const { paymentId = '', checkoutPage = '' } = JSON.parse(answer) as Record<string, string>;
    return { description, linkId: String(order['orderId']), paymentId, checkoutPage, order };
  }
  return undefined;
}

/** Waits for a fact. */
export async function until<T>(
  what: string,
  withinMs: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`${what} did not come within ${String(Math.round(withinMs / 1_000))} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
