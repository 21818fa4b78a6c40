import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** DBOS Transact is for comparing with, so it is no dependency of the product: it lives in this folder alone. */
export function installOwnPackages(tell: (what: string) => void): void {
  if (existsSync(join(__dirname, 'node_modules', '@dbos-inc', 'dbos-sdk'))) return;
  tell('npm ci in bench/, once');
  execFileSync('npm', ['ci', '--prefix', __dirname, '--no-audit', '--no-fund', '--ignore-scripts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
