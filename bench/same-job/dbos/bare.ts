import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { READY, readOrder } from '../../baselines/order';
import { CUSTOMER_MS, runClosed } from '../../measure/load';

/** The six steps of one paid link on DBOS Transact, all of them empty, in one process with the one who asks for them. */
async function main(): Promise<void> {
  const { address, load } = readOrder(process.argv[2]);
  const arrivals = new Map<string, () => void>();
  const nothing = (): Promise<void> => Promise.resolve();
  const step = (name: string, action: () => Promise<void> = nothing) => DBOS.runStep(action, { name });
  const sell = DBOS.registerWorkflow(
    async (of: string): Promise<void> => {
      const send = (): Promise<void> => {
        arrivals.get(of)?.();
        return nothing();
      };
      await step('open');
      await step('issue');
      const link = step('link', send);
      await Promise.all([link, step('created')]);
      await DBOS.recv('rail', 86_400);
      const notice = step('notice', send);
      await Promise.all([notice, step('recorded')]);
    },
    { name: 'bareSell' },
  );
  DBOS.setConfig({
    name: 'bench-bare',
    systemDatabaseUrl: address,
    runAdminServer: false,
    logLevel: 'warn',
    systemDatabasePoolSize: 20,
  });
  await DBOS.launch();
  say({ ready: true });

  const one = async (): Promise<void> => {
    const of = randomUUID();
    const arrived = () => new Promise<void>((resolve) => void arrivals.set(of, resolve));
    const link = arrived();
    const handle = await DBOS.startWorkflow(sell, { workflowID: of })(of);
    await link;
    await new Promise((resolve) => setTimeout(resolve, CUSTOMER_MS));
    const notice = arrived();
    await DBOS.send(of, 'paid', 'rail');
    await notice;
    await handle.getResult();
    arrivals.delete(of);
  };
  let all = 0;
  const result = await runClosed(load, async () => {
    await one();
    all += 1;
  });
  say({ ...result, all });
  process.once('SIGTERM', () => process.exit(0));
  setInterval(() => undefined, 60_000);
}

const say = (what: unknown): void => void process.stdout.write(`${READY}${JSON.stringify(what)}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
