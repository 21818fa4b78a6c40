import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ROOT, readText } from './compose';

const source = pathToFileURL(join(ROOT, 'ops/setup/other-node.mjs')).href;
const other = (running: string): string => {
  const program = `import { otherVersion } from ${JSON.stringify(source)}; process.stdout.write(otherVersion('${running}'));`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout;
};

describe('the other Node of npm test', () => {
  it('is that of the image where this is the oldest, and the oldest where this is that of the image', () => {
    expect(other('20.20.2')).toMatch(/^24\./);
    expect(other('22.1.0')).toMatch(/^24\./);
    expect(other('24.21.0')).toMatch(/^20\.20\./);
    expect(other('26.0.0')).toMatch(/^20\.20\./);
  });

  it('are the two that are promised: the oldest that package.json allows, and the image’s', () => {
    const { engines } = JSON.parse(readText('package.json')) as { readonly engines: { readonly node: string } };
    const [, major = '', minor = ''] = /^>=(\d+)\.(\d+)/.exec(engines.node) ?? [];
    expect(other('24.0.0').startsWith(`${major}.${minor}.`)).toBe(true);
    const [, image = ''] = /NODE_IMAGE=node:(\d+)-/.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
    expect(other('20.20.2').startsWith(`${image}.`)).toBe(true);
  });
});
