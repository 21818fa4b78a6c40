/**
 * `node --require ./dist/workers/threads.js dist/workers/main.js`: how production starts a worker.
 *
 * A flag, for the threads that run workflows inherit it, and nothing but a flag reaches them before the SDK's first line.
 */
import './small-slabs';
import './without-stacks';
import './turn-clock';
