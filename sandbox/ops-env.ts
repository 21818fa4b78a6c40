import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Stack } from './stack';

/** The environment of the sandbox that was started last; git ignores it. Nothing in it opens anything but that sandbox. */
export const OPS_ENV = join(__dirname, '..', '.sandbox', 'ops.env');

/** As a shell and Node both read it: no value of the sandbox's has a quote in it. */
const spell = (env: Stack['env']): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');

/** @returns takes it away again, unless another sandbox has written its own meanwhile */
export function writeOpsEnv({ env }: Pick<Stack, 'env'>, file = OPS_ENV): () => void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, spell(env), { mode: 0o600 });
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === spell(env)) rmSync(file);
  };
}

export const readOpsEnv = (file = OPS_ENV): Readonly<Record<string, string | undefined>> | undefined =>
  existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : undefined;
