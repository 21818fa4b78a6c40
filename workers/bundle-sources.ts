import { failureConverterPath } from './codec/data-converter';

const inTurn = require.resolve('../workflows/in-turn');

const plain = {
  workflowsPath: require.resolve('../workflows'),
  failureConverterPath,
  /**
   * Evaluated once per worker instead of once per run: our own workflows too, for none of their modules keeps anything (the SDK
   * freezes what they export). Each run then brings its state only, in time and in memory.
   */
  preloadModules: [require.resolve('./lean-context'), require.resolve('../workflows')],
  workflowInterceptorModules: [inTurn],
};

/**
 * What the bundler makes the workflows' code from: at build time, and at the start of a worker that has no build. `traced` has
 * workflows/trace-headers.ts in it: whoever does not trace pays nothing for it.
 */
export const bundleSources = {
  plain,
  traced: { ...plain, workflowInterceptorModules: [inTurn, require.resolve('../workflows/trace-headers')] },
};
