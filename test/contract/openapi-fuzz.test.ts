import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from '../../api/http/server';
import { CODEC_TOKEN, createHarness } from '../api/support/harness';
import { notChecked } from '../support/not-checked';
import { preparePython } from '../support/python-venv';

const TOOL = 'schemathesis==4.32.5';
const EXAMPLES = 10;
/** What our OpenAPI promises. Wrong input that is taken is no fault of ours: what a webhook holds is judged later. */
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
const TIMEOUT_MS = 300_000;

const prepared = preparePython(TOOL);

function describeFuzz(python: string): void {
  const harness = createHarness();
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer(harness.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it(
    `answers as it says to ${EXAMPLES} made-up requests of each kind, for each of its addresses`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'openapi-fuzz-'));
      const args = ['run', `${url}/openapi.json`, '--checks', CHECKS, '--phases', 'examples,coverage,fuzzing'];
      const bounds = ['--max-examples', String(EXAMPLES), '--seed', '1', '--generation-database', 'none', '--no-color'];
      const { code, output } = await run(
        python,
        ['-m', 'schemathesis.cli', ...args, ...bounds, '--header', `Authorization: Bearer ${CODEC_TOKEN}`],
        folder,
      );
      rmSync(folder, { recursive: true });
      // The report is the message of the failure.
      expect([code, code === 0 ? '' : output]).toEqual([0, '']);
      expect(Number(/(\d+) generated/.exec(output)?.[1] ?? 0)).toBeGreaterThan(100);
      expect(harness.logged.filter((line) => line.includes('"msg":"bug"'))).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

async function run(command: string, args: readonly string[], cwd: string) {
  const child = spawn(command, args, { cwd, env: { ...process.env, NO_PROXY: '*' }, timeout: TIMEOUT_MS });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  return { code, output };
}

function sayNotChecked(missing: string): void {
  it('needs python3 with venv and a package index, which are not here', () => {
    notChecked(`${TOOL} against our OpenAPI`, `${missing}; python3 with venv and a package index make it checkable`);
    expect(missing).not.toBe('');
  });
}

describe('our OpenAPI, by a tester who never saw our code', () => {
  if ('python' in prepared) describeFuzz(prepared.python);
  else sayNotChecked(prepared.missing);
});
