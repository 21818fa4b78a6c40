import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playDemo } from './demo';
import { writeOpsEnv } from './ops-env';
import { startPage } from './page';
import { createProgress } from './progress';
import { assertFree, freePorts, startStack } from './stack';
import type { StackPorts } from './stack';

const HELP = `npm run sandbox [-- options]

Runs all of miaPOS Conversational on this machine: a Temporal dev server with its UI, the real api and worker, and
simulated Meta, cap-svc and two banks' rails over real HTTP. Nothing leaves this machine.

  --demo         play one paid, one expired and one refused conversation, print them, and end
  --any-ports    take free ports instead of the usual ones
  --keep FILE    keep Temporal's data in FILE over restarts
  --help         this text

Ports, each overridable by a variable of this name: API_PORT 3000, WORKER_PORT 3001, META_PORT 4000, CAP_SVC_PORT 4010,
RAIL_PORT 4020 (and the next, for the second bank), PAGE_PORT 4100, TEMPORAL_PORT 7233, TEMPORAL_UI_PORT 8233
`;

const portOf = (name: string, usual: number): number => {
  const set = process.env[name];
  if (set === undefined || set === '') return usual;
  const port = Number(set);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} is ${JSON.stringify(set)}, which is no port: set it to a number from 1 to 65535.`);
  }
  return port;
};

/** The usual ports, with the name of the variable that changes each. */
const usualPorts = () => ({
  API_PORT: portOf('API_PORT', 3000),
  WORKER_PORT: portOf('WORKER_PORT', 3001),
  META_PORT: portOf('META_PORT', 4000),
  CAP_SVC_PORT: portOf('CAP_SVC_PORT', 4010),
  RAIL_PORT: portOf('RAIL_PORT', 4020),
  PAGE_PORT: portOf('PAGE_PORT', 4100),
  TEMPORAL_PORT: portOf('TEMPORAL_PORT', 7233),
  TEMPORAL_UI_PORT: portOf('TEMPORAL_UI_PORT', 8233),
});

async function choosePorts(any: boolean): Promise<StackPorts & { readonly page: number }> {
  if (any) return { ...(await freePorts()), page: 0 };
  const usual = usualPorts();
  await assertFree({ ...usual, 'RAIL_PORT + 1': usual.RAIL_PORT + 1 });
  return {
    api: usual.API_PORT,
    worker: usual.WORKER_PORT,
    meta: usual.META_PORT,
    capSvc: usual.CAP_SVC_PORT,
    rail: usual.RAIL_PORT,
    temporal: usual.TEMPORAL_PORT,
    temporalUi: usual.TEMPORAL_UI_PORT,
    page: usual.PAGE_PORT,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      demo: { type: 'boolean', default: false },
      'any-ports': { type: 'boolean', default: false },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const { page: pagePort, ...ports } = await choosePorts(values['any-ports']);
  const folder = mkdtempSync(join(tmpdir(), 'miapos-sandbox-'));
  say(`Starting. Logs are in ${folder}`);
  const progress = createProgress(say);
  const stack = await startStack({
    ports,
    folder,
    timingsFile: join(__dirname, 'timings.json'),
    onStep: progress.step,
    ...(values.keep === undefined ? {} : { dbFile: values.keep }),
  });
  if (values.demo) {
    progress.done();
    await playDemo(stack, say).finally(() => stack.stop());
    say('\nOver: Temporal and its UI stopped with the demo, so the links above are dead. Without --demo they stay.');
    return;
  }
  const page = await startPage({ port: pagePort, stack, onStep: progress.step });
  progress.done();
  const removeOpsEnv = writeOpsEnv(stack);
  const { urls } = stack.world;
  say(`
Ready.
  the page to play with   ${page.url}
  the Temporal UI         ${stack.uiUrl}
  the api                 ${urls.api} (its OpenAPI: ${urls.api}/docs)
  simulated Meta          ${urls.meta}
  simulated cap-svc       ${urls.capSvc}
  simulated rails         ${urls.rails.join(', ')}
  what needs people       npx tsx sandbox/ops.ts stuck
                          and so each "npm run ops -- …" that the Temporal UI names, without a build: npx tsx sandbox/ops.ts …
Ctrl-C ends everything.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  say('Stopping.');
  removeOpsEnv();
  await page.close();
  await stack.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
