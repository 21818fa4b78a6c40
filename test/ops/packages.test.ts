import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './compose';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
interface Packages {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
interface Lock {
  readonly packages: Readonly<
    Record<string, Packages & { readonly resolved?: string; readonly integrity?: string; readonly link?: true }>
  >;
}
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Packages;
const { packages } = JSON.parse(read('package-lock.json')) as Lock;
const asked = Object.entries({ ...dependencies, ...devDependencies });
const installed = Object.entries(packages).filter(([path]) => path !== '');

describe('what is installed', () => {
  it('is asked for by exact versions, which the lock file has', () => {
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(packages['']).toMatchObject({ dependencies, devDependencies });
  });

  it('is known by its hash, each package', () => {
    expect(installed.length).toBeGreaterThan(400);
    expect(installed.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
  });

  it('runs nothing while it is installed: every other test of the project works with that', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });
});
