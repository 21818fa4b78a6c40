import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, makeOnce, withLock } from './cache.mjs';
import { isExecutable, onPath, run } from './run.mjs';
import { say, SetupError, step } from './say.mjs';
import { downloadWithSdk } from './sdk-download.mjs';

const VERSION = '1.38.0';

/** Only what Maven needs to copy the server's jars; it builds nothing. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>jars</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** The SDK starts one executable with a port as its only argument, so the jars get a face like that. */
const WRAPPER = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$here/jars/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * The test server whose clock skips over waits: a day passes in a moment.
 *
 * @returns {Promise<string>} an absolute path
 * @throws {SetupError} where it can neither be found, nor put together, nor downloaded
 */
export async function findTimeSkippingServer() {
  const named = process.env.TEMPORAL_TEST_SERVER_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new SetupError(`TEMPORAL_TEST_SERVER_PATH is ${named}, which is no executable file: correct it or unset it.`);
  }
  const folder = join(cacheFolder(), `time-skipping-server-${VERSION}`);
  const program = join(folder, 'temporal-test-server');
  const ready = () => isExecutable(program) && onPath('java') !== undefined;
  if (ready()) return program;
  return withLock('time-skipping-server', async () => (ready() ? program : obtain(folder, program)));
}

async function obtain(folder, program) {
  const failures = [];
  const attempts = [() => assemble(folder, program), () => downloadWithSdk('time-skipping')];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(error.message.split('\n')[0]);
      failures.push(error.message);
    }
  }
  throw new SetupError(
    'There is no time-skipping test server, and it could not be made.\n' +
      'Do one of these: install Java 11 or newer and Maven and be online once; ' +
      'or set TEMPORAL_TEST_SERVER_PATH to a temporal-test-server of https://github.com/temporalio/sdk-java/releases.\n' +
      failures.join('\n'),
  );
}

async function assemble(folder, program) {
  if (process.platform === 'win32') throw new SetupError('On Windows the SDK brings the time-skipping test server.');
  const maven = onPath('mvn');
  if (maven === undefined || onPath('java') === undefined)
    throw new SetupError('Java or Maven is not installed, so the time-skipping test server cannot be put together.');
  await step('fetching the time-skipping test server once (Maven, a few seconds)', () =>
    makeOnce(folder, async (scratch) => {
      const made = join(scratch, 'server');
      mkdirSync(made);
      const pom = join(scratch, 'pom.xml');
      writeFileSync(pom, POM);
      await run(maven, [
        '-q',
        '-B',
        '-f',
        pom,
        'dependency:copy-dependencies',
        `-DoutputDirectory=${join(made, 'jars')}`,
      ]);
      const wrapper = join(made, 'temporal-test-server');
      writeFileSync(wrapper, WRAPPER);
      chmodSync(wrapper, 0o755);
      return made;
    }),
  );
  return program;
}
