import { spawn } from 'node:child_process';
import { script } from '../processes';
import { until } from './rig';
import type { Made, Rig } from './rig';

/** One item of the vendor's go-live list. */
export interface Check {
  readonly title: string;
  /** @returns what was seen @throws what is wrong */
  run(rig: Rig): Promise<string>;
}

const PAY_MS = 300_000;
const TOKEN_LIFE_MS = 240_000;

/** The nine items, in the order in which they can be shown; the first paid link serves several. */
export function createChecks(): readonly Check[] {
  let paid: Made | undefined;
  const first = (): Made => {
    if (paid === undefined) throw new Error('the first link was not paid, so there is no callback to try this with');
    return paid;
  };
  /** At the vendor's sandbox .00 pays by itself and .02 does not; ours waits for the button. */
  const unpaid = ({ sandbox }: Rig, lei: number) => `${String(lei)}.${sandbox ? '50' : '02'}`;
  const isTold = (rig: Rig, made: Made, mark: string, withinMs: number) =>
    until(`the notice ${mark} of ${made.description}`, withinMs, () =>
      rig.told(made).find((body) => body.startsWith(mark)),
    );

  return [
    {
      title: 'Paid once for a normal payment',
      run: async (rig) => {
        const made = await rig.link('10.00');
        await rig.pay(made);
        await isTold(rig, made, '✅', PAY_MS);
        await rig.over(made);
        paid = made;
        const told = rig.told(made);
        expect(told.length === 1, `the seller was told ${String(told.length)} times`);
        const orders = rig.rail.taken.filter(({ body }) => body.includes(made.linkId)).length;
        expect(orders === 1, `the rail was asked for ${String(orders)} payments`);
        return 'one payment at the rail, one notice';
      },
    },
    {
      title: 'The same callback twice is applied once',
      run: async (rig) => {
        const before = rig.told(first()).length;
        const status = await rig.deliver(first(), rig.callbackOf(first()));
        expect(status === 200, `the repeated callback was answered with ${String(status)}`);
        expect(rig.told(first()).length === before, 'the seller was told again');
        return 'answered 200, nothing told';
      },
    },
    {
      title: 'A tampered amount is refused with 400',
      run: async (rig) => {
        const { headers, body } = rig.callbackOf(first());
        const changed = body.replace(/"amount":\s*10(\.0+)?/, '"amount":1000.00');
        expect(changed !== body, 'the callback holds no amount that could be changed');
        const status = await rig.deliver(first(), { headers, body: changed });
        expect(status === 400, `it was answered with ${String(status)}`);
        return 'answered 400';
      },
    },
    {
      title: 'Success page opened while unpaid changes nothing',
      run: async (rig) => {
        const made = await rig.link(unpaid(rig, 14));
        const { successUrl } = made.order;
        const pages = [made.checkoutPage, ...(typeof successUrl === 'string' ? [successUrl] : [])];
        for (const page of pages) await fetch(page);
        expect(rig.told(made).length === 0, 'the seller was told something');
        const state = await rig.state(made);
        expect(state === 'AwaitingPayment', `the payment is ${state}`);
        return typeof successUrl === 'string'
          ? 'still waiting'
          : 'still waiting; the rail is given no success page of ours';
      },
    },
    {
      title: 'Amount and currency are checked against the order',
      run: async (rig) => {
        const other = await rig.link(unpaid(rig, 13));
        const status = await rig.deliver(other, rig.callbackOf(first()));
        expect(status === 200, `a signed callback of another order was answered with ${String(status)}`);
        const state = await rig.state(other);
        expect(state === 'AwaitingPayment', `the payment is ${state}`);
        expect(rig.told(other).length === 0, 'the seller was told something');
        return 'a genuine callback of another order and amount: still waiting, nothing told';
      },
    },
    {
      title: 'A callback that never arrives is made up for by polling',
      run: async (rig) => {
        rig.callbacks.withhold = true;
        try {
          const made = await rig.link('12.00');
          await rig.pay(made);
          await isTold(rig, made, '✅', PAY_MS);
        } finally {
          rig.callbacks.withhold = false;
        }
        return 'callback withheld, told all the same';
      },
    },
    {
      title: 'Abandoned goes EXPIRED',
      run: async (rig) => {
        const made = await rig.link(unpaid(rig, 11));
        rig.expireSoon();
        await isTold(rig, made, '⌛', (rig.lifetimeSeconds + 180) * 1_000);
        const state = await rig.state(made);
        expect(state === 'Expired', `the payment is ${state}`);
        return 'told as expired';
      },
    },
    {
      title: 'swiftMessageId and swiftPayerBank are kept for reconciliation',
      run: async (rig) => {
        const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Chisinau' }).format(new Date());
        const csv = await reconcile(rig, day);
        const [head = '', ...rows] = csv.split('\n').filter((line) => line.includes(','));
        const row = rows.find((line) => line.includes(first().paymentId))?.split(',') ?? [];
        for (const column of ['swiftMessageId', 'swiftPayerBank']) {
          const value = row[head.split(',').indexOf(column)] ?? '';
          expect(/\w/.test(value), `${column} is empty in the reconciliation of ${day}`);
        }
        return 'both are in the reconciliation of the day';
      },
    },
    {
      title: 'The access token is cached, not fetched per request',
      run: (rig) => {
        const isToken = ({ path }: { readonly path: string }) => /\/token(\/refresh)?$/.test(path);
        const tokens = rig.rail.taken.filter(isToken).length;
        const calls = rig.rail.taken.length - tokens;
        const most = 2 + Math.floor((process.uptime() * 1_000) / TOKEN_LIFE_MS);
        expect(tokens > 0 && tokens <= most, `${String(tokens)} tokens for ${String(calls)} calls`);
        return Promise.resolve(`${String(tokens)} for ${String(calls)} calls`);
      },
    },
  ];
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** `npm run ops -- reconcile`: a difference is its own matter, so its exit code is not looked at. */
async function reconcile({ stack }: Rig, day: string): Promise<string> {
  const { command, args } = script('ops/cli/main.ts');
  const env = { PATH: process.env['PATH'] ?? '', ...stack.env };
  const child = spawn(command, [...args, 'reconcile', '--day', day], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return output;
}
