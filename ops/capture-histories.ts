import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { createDataConverter } from '../workers/codec/data-converter';
import { playScenes } from './capture-scenes';
import type { Scene } from './capture-stage';
import { freePorts, startStack } from '../sandbox/stack';

const FOLDER = join(__dirname, '..', 'test', 'replay', 'histories');

const HELP = `npx tsx ops/capture-histories.ts [--help]

Plays short scenes on the sandbox and writes what Temporal recorded of them to test/replay/histories, one file a scene, named
<scene>.<SDK version>.<date>.json and encrypted with the sandbox's key. Replaying them guards every change of workflow code.

Run it for a NEW scene. Where a recorded history no longer replays after an intended change, patch the workflow instead: runs
in production were recorded by the old code too.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(HELP);
  const folder = mkdtempSync(join(tmpdir(), 'miapos-capture-'));
  const timingsFile = join(folder, 'timings.json');
  // A window of seconds, so that a scene can fall out of it; whom the bank has just registered is looked up at once.
  const timings = { window: 4_000, poll: 1_000, linger: 600_000, lingerPoll: 1_000, strangerPause: 1 };
  writeFileSync(timingsFile, JSON.stringify(timings));
  const stack = await startStack({ ports: await freePorts(), folder, timingsFile, templates: false });
  const connection = await Connection.connect({ address: `127.0.0.1:${String(stack.ports.temporal)}` });
  const [id = '', key = ''] = (stack.env['PAYLOAD_KEYS'] ?? '').split(':');
  const dataConverter = createDataConverter([{ id, key: Buffer.from(key, 'base64') }]);
  const client = new Client({ connection, dataConverter });
  try {
    for (const scene of await playScenes(stack, client, tell)) await write(client, scene);
  } finally {
    await connection.close();
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
}

const tell = (scene: string): void => void process.stderr.write(`${scene} …\n`);

async function write(client: Client, { name, workflowId }: Scene): Promise<void> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  mkdirSync(FOLDER, { recursive: true });
  const file = `${name}.${sdkVersion()}.${new Date().toISOString().slice(0, 10)}.json`;
  const plain = temporal.api.history.v1.History.toObject(temporal.api.history.v1.History.fromObject(history), {
    longs: String,
    enums: String,
    bytes: String,
  });
  writeFileSync(join(FOLDER, file), `${JSON.stringify(plain, undefined, 1)}\n`);
  process.stdout.write(`${file}: ${String(history.events?.length ?? 0)} events\n`);
}

function sdkVersion(): string {
  const manifest = readFileSync(require.resolve('@temporalio/workflow/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
