import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createDataConverter } from '../../workers/codec/data-converter';
import { CUSTOMER_MS, runClosed, runOpen } from '../measure/load';
import { latencyOf } from '../measure/statistics';
import type { BareActivities } from './bare.workflows';
import { READY, readOrder } from './order';
import type { BareOrder } from './order';

const QUEUE = 'bare';
const CHATS = 200;

/** Bare Temporal in a process of its own: worker and client with the SDK's own settings, and activities that do nothing. */
async function main(): Promise<void> {
  const order = readOrder(process.argv[2]);
  const { address, codePath, role } = order;
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const key = { id: 'bench', key: Buffer.alloc(32, 7) };
  const dataConverter = order.encrypted === true ? { dataConverter: createDataConverter([key]) } : {};
  const client = new Client({ connection: await Connection.connect({ address }), ...dataConverter });
  if (role === 'acks') {
    say({ ready: true });
    finish(await measureAcks(client, order));
    return;
  }

  const arrivals = new Map<string, () => void>();
  const nothing = (): Promise<void> => Promise.resolve();
  const activities: BareActivities = {
    open: nothing,
    issue: nothing,
    record: nothing,
    send: (of) => {
      arrivals.get(of)?.();
      return nothing();
    },
  };
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: QUEUE,
    activities: { ...activities },
    workflowBundle: { codePath },
    ...dataConverter,
  });
  const running = worker.run();
  say({ ready: true });
  if (role === 'worker') {
    process.once('SIGTERM', () => worker.shutdown());
    await running;
    process.exit(0);
  }
  const sell = async (): Promise<void> => {
    const of = randomUUID();
    const arrived = () => new Promise<void>((resolve) => void arrivals.set(of, resolve));
    const link = arrived();
    const handle = await client.workflow.start(order.workflow ?? '', { workflowId: of, taskQueue: QUEUE, args: [of] });
    await link;
    await new Promise((resolve) => setTimeout(resolve, CUSTOMER_MS));
    const notice = arrived();
    await handle.signal('paid');
    await notice;
    arrivals.delete(of);
  };
  let done = 0;
  const result = await runClosed(order.load, async () => {
    await sell();
    done += 1;
  });
  finish({ ...result, all: done });
}

/** signalWithStart at a fixed rate, and as fast as it goes. */
async function measureAcks(client: Client, { rate, load }: BareOrder): Promise<unknown> {
  let turn = 0;
  let ms: number[] = [];
  const one = async (): Promise<void> => {
    const startedAt = performance.now();
    const workflowId = `bare-chat-${String((turn += 1) % CHATS)}`;
    await client.workflow.signalWithStart('chat', {
      workflowId,
      taskQueue: QUEUE,
      signal: 'heard',
      signalArgs: ['hello'],
    });
    ms.push(performance.now() - startedAt);
  };
  await runOpen(rate, load.warmUpMs / 1_000, one);
  ms = [];
  await runOpen(rate, load.measureMs / 1_000, one);
  const atRate = latencyOf(ms);
  const saturated = await runClosed(load, one, () => void (ms = []));
  return { atRate, saturated: { perSecond: saturated.perSecond, acks: latencyOf(ms) } };
}

const say = (what: unknown): void => void process.stdout.write(`${READY}${JSON.stringify(what)}\n`);

/** Its CPU is read while it still lives, so it waits to be ended. */
function finish(result: unknown): void {
  say(result);
  process.once('SIGTERM', () => process.exit(0));
  setInterval(() => undefined, 60_000);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
