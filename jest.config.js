const transform = {
  '\\.[jt]s$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
  ],
};
// These are ESM-only: plain Node requires them, jest has to transform them first.
const transformIgnorePatterns = ['/node_modules/(?!(intl-messageformat|@formatjs|jose)/)'];
const shared = { testEnvironment: 'node', transform, transformIgnorePatterns };

/** `unit` runs in parallel; `temporal` shares real servers and the time-skipping clock, so it runs serially. */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/test/{domain,locales,activities,api,channels,rails,cap-svc,config,sandbox,ops,workers,contract,boundaries,replay}/**/*.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'temporal',
      testMatch: ['<rootDir>/test/{workflows,integration,e2e,chaos}/**/*.test.ts'],
      maxWorkers: 1,
    },
  ],
};
