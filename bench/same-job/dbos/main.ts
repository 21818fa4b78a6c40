import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Env } from '../../../config/env';
import { serve } from '../serve';
import type { Engine } from '../serve';
import type { Steps } from '../steps';
import { createSealedJson } from './sealed-json';
import { sellWith } from './sell';

/** The same job on DBOS Transact, everything that is stored encrypted. One process, as its documentation has it. */
async function open(steps: Steps, env: Env): Promise<Engine> {
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: process.env['BENCH_DATABASE_URL'] ?? '',
    runAdminServer: false,
    logLevel: 'warn',
    serializer: createSealedJson(env.payloadKeys[0]?.key ?? Buffer.alloc(0)),
    systemDatabasePoolSize: 20,
  });
  const sell = DBOS.registerWorkflow(sellWith(steps), { name: 'sell' });
  await DBOS.launch();
  return {
    start: (input) => DBOS.startWorkflow(sell, { workflowID: input.linkId })(input),
    report: (linkId, report) => DBOS.send(linkId, report, 'rail', report.paymentId),
    stop: () => DBOS.shutdown(),
  };
}

serve(open);
