import { parseArgs } from 'node:util';
import { createChecks } from './checks';
import { startRig } from './rig';
import type { Bank } from './rig';

const HELP = `npm run golive [-- options]

Runs the rail vendor's go-live list, item by item, prints a table, and exits with 1 if any failed. The product runs whole on this
machine, with WhatsApp and cap-svc simulated. Without options the rail is simulated as well; with these it is a bank's test endpoint:

  --rail URL           the bank's test endpoint, without /ecomm
  --merchant ID        the merchant that the bank set up for tests
  --terminal ID        its terminal
  --lifetime SECONDS   how long a payment of the terminal lives (300)
  --public-url URL     https address at which the bank reaches the callback port of this machine, by a tunnel of yours
  --callback-port N    that port (4030)
  --help               this text

The merchant's secret key is read from GOLIVE_SECRET_KEY, so that it stands in no list of processes. A test endpoint that does not pay
by itself prints the pages to be paid: you have five minutes for each. The merchant must be one for tests: real money would move.
`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rail: { type: 'string' },
      merchant: { type: 'string' },
      terminal: { type: 'string' },
      lifetime: { type: 'string', default: '300' },
      'public-url': { type: 'string' },
      'callback-port': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const bank = readBank(values);
  const publicUrl = values['public-url'];
  say(`The go-live list against ${bank?.url ?? "the sandbox's rail"}`);
  const rig = await startRig({
    ...(bank === undefined ? {} : { bank }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    callbackPort: Number(values['callback-port'] ?? (bank === undefined ? 0 : 4030)),
    say,
  });
  try {
    let failed = 0;
    const rows: string[] = [];
    for (const check of createChecks()) {
      const { title } = check;
      const [verdict, seen] = await check.run(rig).then(
        (evidence) => ['ok', evidence] as const,
        (error: unknown) => ['FAILED', error instanceof Error ? error.message : String(error)] as const,
      );
      if (verdict === 'FAILED') failed += 1;
      rows.push(`${verdict.padEnd(7)} ${title.padEnd(64)} ${seen}`);
      say(rows.at(-1) ?? '');
    }
    say(`\n${rows.join('\n')}\n\n${String(rows.length - failed)} passed, ${String(failed)} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rig.stop();
  }
}

function readBank(values: Readonly<Record<string, string | boolean | undefined>>): Bank | undefined {
  const { rail, merchant, terminal, lifetime } = values;
  if (rail === undefined && merchant === undefined && terminal === undefined) return undefined;
  const secretKey = process.env['GOLIVE_SECRET_KEY'];
  const missing = Object.entries({
    '--rail': rail,
    '--merchant': merchant,
    '--terminal': terminal,
    GOLIVE_SECRET_KEY: secretKey,
  })
    .filter(([, value]) => value === undefined || value === '')
    .map(([name]) => name);
  if (missing.length > 0 || secretKey === undefined)
    throw new Error(`A bank's endpoint needs ${missing.join(', ')} too. See --help.`);
  const url = String(rail).replace(/\/+$/, '');
  return {
    url,
    merchantId: String(merchant),
    terminalId: String(terminal),
    secretKey,
    lifetimeSeconds: Number(lifetime),
  };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
