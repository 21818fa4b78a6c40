/**
 * What the workflow bundle evaluates once per worker instead of once per run: our own workflows too, for none of their modules
 * keeps anything (the SDK freezes what they export). Each run then brings its state only, in time and in memory.
 *
 * Paths, for the bundler; a worker that is given a prebuilt bundle ignores its own.
 */
export const preloadModules = [require.resolve('./lean-context'), require.resolve('../workflows')];
