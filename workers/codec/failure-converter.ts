import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts messages and stack traces of failures into payloads, where the codec covers them. Loaded by path, in the workflow's
 * sandbox as well: its name is fixed by the SDK, and it may import nothing of Node's.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
