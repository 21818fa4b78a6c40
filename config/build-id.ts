import { execFileSync } from 'node:child_process';

/** @returns the short sha of the checkout this process runs in; undefined where there is none (an image, an archive) */
export function readGitSha(): string | undefined {
  try {
    const sha = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return sha.toString().trim();
  } catch {
    return undefined;
  }
}
