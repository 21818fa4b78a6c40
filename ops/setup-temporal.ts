import { parseArgs } from 'node:util';
import { readRetentionDays } from '../config/retention';
import { connectToServer } from '../temporal/connect';
import { cloudCommands, setUpNamespace } from '../temporal/namespace';

const HELP = `npm run setup:temporal [-- --print]

Registers the product's search attributes and raises the namespace's retention to NAMESPACE_RETENTION_DAYS (30).
Doing it again changes nothing. Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the like as the api does.

  --print   print the tcld commands that do the same on Temporal Cloud, and change nothing
  --help    this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { print: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return void process.stdout.write(HELP);
  const retentionDays = readRetentionDays(process.env);
  const { connection, namespace, address } = await connectToServer();
  try {
    if (values.print) return void process.stdout.write(`${cloudCommands(namespace, retentionDays)}\n`);
    const gaps = await setUpNamespace(connection, namespace, retentionDays);
    const added = gaps.attributes.length === 0 ? 'all there' : `added ${gaps.attributes.join(', ')}`;
    const kept = Math.max(gaps.retentionDays, retentionDays);
    process.stdout.write(
      `Namespace ${namespace} at ${address}: search attributes ${added}; closed runs are kept ${kept} days.\n`,
    );
  } finally {
    await connection.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
