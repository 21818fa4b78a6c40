const transform = {
  '\\.[jt]s$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
  ],
};
// These are ESM-only: plain Node requires them, jest has to transform them first.
const transformIgnorePatterns = ['/node_modules/(?!(intl-messageformat|@formatjs|jose)/)'];
// Fixtures are broken on purpose, and build output holds copies of everything.
const ignored = ['<rootDir>/dist/', '<rootDir>/.sandbox/'];
const shared = { testEnvironment: 'node', transform, transformIgnorePatterns, modulePathIgnorePatterns: ignored };

/**
 * `unit` runs in parallel and needs no server. `temporal` starts real servers, `browser` the whole sandbox and a Chromium; the
 * runner gives `temporal` two processes, for its tests mostly wait, and `browser` one (`--maxWorkers`, which jest knows for a whole
 * run only): a browser beside three servers fills a small machine.
 */
module.exports = {
  // Makes jest run tests in a child process even if it has only one: the SDK's native runtime can outlive a green run.
  // jest knows this for a whole run only; it is for a machine under load, no test waits by the clock.
  testTimeout: 300_000,
  workerIdleMemoryLimit: '2GB',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/(workflows|integration|e2e|chaos)/'],
    },
    {
      ...shared,
      displayName: 'temporal',
      testMatch: ['<rootDir>/test/{workflows,integration,chaos}/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'browser',
      setupFilesAfterEnv: ['<rootDir>/test/e2e/support/patience.ts'],
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
    },
  ],
};
