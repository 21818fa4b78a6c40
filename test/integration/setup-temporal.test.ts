import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { serverPaths } from '../../ops/setup/servers';
import { startProcess } from '../../sandbox/processes';
import type { RunningProcess } from '../../sandbox/processes';
import { freePort } from '../../sandbox/ports';
import { accepts } from '../../sandbox/temporal';
import { assertNamespace, cloudCommands, readGaps, setUpNamespace } from '../../temporal/namespace';

let server: RunningProcess;
let connection: Connection;

beforeAll(async () => {
  const temporal = await freePort();
  server = await startProcess({
    name: 'a bare Temporal',
    command: serverPaths().devServer,
    args: ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(temporal)],
    env: {},
    logFile: join(mkdtempSync(join(tmpdir(), 'miapos-setup-')), 'temporal.log'),
    ready: accepts(temporal),
  });
  connection = await Connection.connect({ address: `127.0.0.1:${String(temporal)}` });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

describe('a bare namespace', () => {
  it('is refused by name of what it lacks, set up once, and then accepted', async () => {
    await expect(assertNamespace(connection, 'default')).rejects.toThrow(/PaymentState.*setup:temporal/);

    await setUpNamespace(connection, 'default', 30);
    await setUpNamespace(connection, 'default', 30);

    await expect(assertNamespace(connection, 'default')).resolves.toBeUndefined();
    await expect(readGaps(connection, 'default')).resolves.toEqual({ attributes: [], retentionDays: 30 });
  });

  it('never loses retention that it has', async () => {
    await setUpNamespace(connection, 'default', 8);
    expect((await readGaps(connection, 'default')).retentionDays).toBe(30);
  });

  it('is set up on Temporal Cloud by the printed commands', () => {
    expect(cloudCommands('shop.a1b2c', 30)).toContain('--search-attribute "AmountMinor=Int"');
    expect(cloudCommands('shop.a1b2c', 30)).toContain('retention set --namespace shop.a1b2c --retention-days 30');
  });
});
