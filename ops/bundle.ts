import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { Logger } from '@temporalio/worker';
import { bundleSources } from '../workers/bundle-sources';

interface BundleRequest {
  /** Absolute path of the module whose exports become workflow types. */
  readonly workflowsPath: string;
  /** Absolute path; goes into the bundle, for a worker ignores its own once it is given a bundle. */
  readonly failureConverterPath: string;
  /** Absolute paths of interceptors, which have to be in the bundle as well. */
  readonly workflowInterceptorModules?: string[];
  /** Absolute paths of what is evaluated once per worker; none by default. */
  readonly preloadModules?: string[];
  /** Where the code is written; its folder is made. */
  readonly outFile: string;
  /** Hears the bundler's warnings and errors; stderr by default. */
  readonly logger?: Logger;
}

/**
 * Bundles the workflows at build time, so that a production worker starts in a moment and needs no bundler.
 *
 * @throws where a workflow imports what its sandbox does not have, naming the module
 */
export async function writeWorkflowBundle({ outFile, ...request }: BundleRequest): Promise<void> {
  const { code } = await bundleWorkflowCode({ logger: new DefaultLogger('WARN'), ...request });
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, code);
}

async function main(): Promise<void> {
  const root = join(__dirname, '..');
  await writeWorkflowBundle({ ...bundleSources.plain, outFile: join(root, 'workflow-bundle.js') });
  await writeWorkflowBundle({ ...bundleSources.traced, outFile: join(root, 'workflow-bundle-traced.js') });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`The workflows could not be bundled: ${String(error)}\n`);
    process.exitCode = 1;
  });
}
