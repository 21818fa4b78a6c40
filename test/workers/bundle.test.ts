import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { bundleSources } from '../../workers/bundle-sources';

/**
 * Bytes of the code that every workflow's run evaluates, without its source map: 1,168,231 on 2026-11-28 with what comes late and what
 * fails again and again told right, half of it the SDK's, and a twentieth more. A library that is pure but not lean (schemas, dates,
 * phone numbers) does not fit; our own code may grow up to here before somebody looks at it again.
 */
const LARGEST = 1_345_000;
const HEAVY = ['zod', 'intl-messageformat', '@formatjs', 'libphonenumber-js', 'lru-cache', 'pino'];

const logger = new DefaultLogger('WARN');

describe('what every run of a workflow pays for', () => {
  let code: string;
  beforeAll(async () => {
    const bundled = await bundleWorkflowCode({ ...bundleSources.plain, logger });
    code = bundled.code.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  }, 60_000);

  it('stays small', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(LARGEST);
  });

  it('holds nothing for traces: that is in a bundle of its own, without OpenTelemetry', async () => {
    const traced = await bundleWorkflowCode({ ...bundleSources.traced, logger });
    expect(code).not.toContain('traceparent');
    expect(traced.code).toContain('traceparent');
    expect(traced.code).not.toContain('node_modules/@opentelemetry/');
  }, 60_000);

  it('holds none of the libraries that activities use', () => {
    const holds = (name: string) => code.includes(`node_modules/${name}/`);
    expect(holds('@temporalio/workflow')).toBe(true);
    expect(HEAVY.filter(holds)).toEqual([]);
  });
});
