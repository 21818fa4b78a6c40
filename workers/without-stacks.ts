import v8 from 'node:v8';

/**
 * In threads.ts, before anything else (ADR 26). The SDK hooks into every promise that workflow code makes, to answer the query
 * `__stack_trace` ("Stack Trace" in the Temporal UI): a third of all that a payment costs the code of its workflow. It has no
 * option for that, but goes without where Node can't give it the hook, says so once per thread, and the query says it too. What a
 * payment waits for is in its details.
 */
const createHook = (): never => {
  throw new Error('Workers run without promise hooks: see workers/without-stacks.ts');
};
// In place of the object and not in it: Node's own AsyncLocalStorage takes its hook from the same one.
Object.defineProperty(v8, 'promiseHooks', { value: { ...v8.promiseHooks, createHook } });
