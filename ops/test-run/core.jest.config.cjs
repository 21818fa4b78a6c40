const { dirname } = require('node:path');
const whole = require('../../jest.config.js');

/** What is run again under the other Node: what a version of Node could change, and the whole product live, a paid link and the webhook. */
const CORE = {
  unit: ['<rootDir>/test/{activities,api,cap-svc,channels,config,domain,locales,rails,replay,workers}/**/*.test.ts'],
  temporal: ['<rootDir>/test/integration/{paid-link,webhook}.test.ts'],
};
/** Tens of thousands of bodies say the same of our own code under any version. */
const LONG = '<rootDir>/test/api/(random|mutated)-bodies';
const rootDir = dirname(require.resolve('../../jest.config.js'));

module.exports = {
  ...whole,
  rootDir,
  projects: whole.projects
    .filter(({ displayName }) => displayName in CORE)
    .map(({ testPathIgnorePatterns = [], ...project }) => ({
      ...project,
      rootDir,
      testMatch: CORE[project.displayName],
      testPathIgnorePatterns: [...testPathIgnorePatterns, LONG],
    })),
};
