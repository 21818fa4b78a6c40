import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOpsEnv, writeOpsEnv } from '../../sandbox/ops-env';
import { freePorts } from '../../sandbox/stack';
import { startWorld } from '../../sandbox/world';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'miapos-ops-env-')), '.sandbox', 'ops.env');

describe('the sandbox’s environment for operators', () => {
  it('is what its api and worker live in, to the letter, and nobody else’s to read', async () => {
    const world = await startWorld({
      ports: await freePorts(),
      temporal: { address: '127.0.0.1:1', uiUrl: 'http://ui' },
    });
    await world.close();
    const file = newFile();
    writeOpsEnv(world, file);
    expect(readOpsEnv(file)).toEqual(world.env);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('goes with the sandbox, unless another one was started since', () => {
    const file = newFile();
    const first = writeOpsEnv({ env: { PORT: '1' } }, file);
    const second = writeOpsEnv({ env: { PORT: '2' } }, file);
    first();
    expect(readOpsEnv(file)).toEqual({ PORT: '2' });
    second();
    expect(readOpsEnv(file)).toBeUndefined();
  });
});
