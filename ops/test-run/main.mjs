import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runStage } from './run-stage.mjs';
import { stages } from './stages.mjs';

const HELP = `Runs every check of the project, and goes on after a failing one: about half an hour.

  npm test [-- --only=stage,…]     the stages that are named, or all
  npm run check                    those that need no Temporal server and no browser: some minutes

Stages:
${stages.map(({ name, says }) => `  ${name.padEnd(12)}${says}`).join('\n')}

Ends with what could not be checked on this machine, and a closing line: N passed, N failed.
A static check counts as one, a test as one. The exit code is 0 if something passed and nothing failed.
`;

function selected(only) {
  if (only === undefined) return stages;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`--only: there is no stage ${unknown.join(', ')}.\n\n${HELP}`);
  return stages.filter(({ name }) => names.includes(name));
}

async function runAll(chosen) {
  const reports = mkdtempSync(join(tmpdir(), 'miapos-tests-'));
  const done = [];
  try {
    for (const stage of chosen) {
      console.log(`\n── ${stage.name}: ${stage.says} (npm run ${stage.script})`);
      const run = await runStage(stage, join(reports, `${stage.name}.json`));
      const result = stage.read(run);
      done.push({
        ...stage,
        ...result,
        seconds: run.seconds,
        notChecked: [...run.notChecked, ...(result.notChecked ?? [])],
      });
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return done;
}

function summarise(done) {
  console.log('\n── summary');
  for (const { name, failed, passed, note, seconds } of done) {
    const verdict = failed > 0 ? 'FAILED' : passed > 0 ? 'ok' : '–';
    console.log(`${name.padEnd(12)}${verdict.padEnd(8)}${seconds.toFixed(1).padStart(7)} s  ${note}`.trimEnd());
  }
  const total = (key) => done.reduce((sum, stage) => sum + stage[key], 0);
  console.log(`${'all'.padEnd(20)}${total('seconds').toFixed(1).padStart(7)} s\n`);
  for (const failure of done.flatMap(({ failures = [] }) => failures)) console.log(`FAILED: ${failure}\n`);
  for (const line of new Set(done.flatMap(({ notChecked }) => notChecked))) console.log(`NOT CHECKED: ${line}`);
  const passed = total('passed');
  // Nothing passed and nothing failed is no green run: something did not run that should have.
  const failed = passed === 0 ? Math.max(1, total('failed')) : total('failed');
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const green = summarise(await runAll(selected(values.only)));
  process.exitCode = green ? 0 : 1;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
