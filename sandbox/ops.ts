import { spawn } from 'node:child_process';
import { OPS_ENV, readOpsEnv } from './ops-env';
import { ownEnvironment } from './own-environment';
import { script } from './processes';

/** `npm run ops`, from the sources and against the sandbox that was started last. */
function main(): void {
  const sandbox = readOpsEnv();
  if (sandbox === undefined) {
    throw new Error(
      `There is no ${OPS_ENV}: no sandbox is running. Start one with npm run sandbox, and leave it open.`,
    );
  }
  const { command, args } = script('ops/cli/main.ts');
  const env = { ...ownEnvironment(process.env), ...sandbox };
  spawn(command, [...args, ...process.argv.slice(2)], { env, stdio: 'inherit' }).once('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
