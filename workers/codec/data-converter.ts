import type { DataConverter } from '@temporalio/common';
import type { Registry } from 'prom-client';
import { meterCodec } from './metered-codec';
import { createPayloadCodec, type PayloadKey } from './payload-codec';

/** For the Worker, the Client and, since failures are converted inside workflows, the bundler. */
export const failureConverterPath = require.resolve('./failure-converter');

/**
 * What both the Client and the Worker are given, so that Temporal holds nothing readable.
 *
 * A prebuilt workflow bundle ignores the path given to the Worker: pass {@link failureConverterPath} to
 * `bundleWorkflowCode` too.
 *
 * @param keys the first encrypts, all decrypt.
 * @param registry where uses of the keys are counted; absent: nowhere
 */
export function createDataConverter(keys: readonly PayloadKey[], registry?: Registry): DataConverter {
  const codec = createPayloadCodec(keys);
  return {
    payloadCodecs: [registry === undefined ? codec : meterCodec(codec, registry)],
    failureConverterPath,
  };
}
