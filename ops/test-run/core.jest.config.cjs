const { dirname } = require('node:path');
const whole = require('../../jest.config.js');

/** What is run again under the other Node: all without a server, and the whole product live, a paid link and the webhook. */
const CORE = ['<rootDir>/test/integration/{paid-link,webhook}.test.ts'];
const rootDir = dirname(require.resolve('../../jest.config.js'));

module.exports = {
  ...whole,
  rootDir,
  projects: whole.projects
    .filter(({ displayName }) => displayName !== 'browser')
    .map((project) => ({
      ...project,
      rootDir,
      ...(project.displayName === 'temporal' ? { testMatch: CORE } : {}),
    })),
};
