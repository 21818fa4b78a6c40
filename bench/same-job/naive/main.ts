import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Env } from '../../../config/env';
import { createDataConverter } from '../../../workers/codec/data-converter';
import { serve } from '../serve';
import type { Engine } from '../serve';
import type { Steps } from '../steps';
import type { sell } from './sell.workflows';

const QUEUE = 'naive';

/** The same job on Temporal without our design: the SDK's own settings, encrypted with our codec. */
async function open({ lastAccess: _, ...activities }: Steps, env: Env): Promise<Engine> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const dataConverter = createDataConverter(env.payloadKeys);
  const address = process.env['TEMPORAL_ADDRESS'] ?? '';
  const client = new Client({ connection: await Connection.connect({ address }), dataConverter });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue: QUEUE,
    activities,
    workflowsPath: require.resolve('./sell.workflows'),
    dataConverter,
  });
  const running = worker.run();
  return {
    start: (input) =>
      client.workflow.start<typeof sell>('sell', { workflowId: input.linkId, taskQueue: QUEUE, args: [input] }),
    report: (linkId, report) => client.workflow.getHandle(linkId).signal('reported', report),
    stop: () => {
      worker.shutdown();
      return running;
    },
  };
}

serve(open);
