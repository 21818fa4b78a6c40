import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The reference implementation of the Compose Specification, which carries its schema. */
const MODULE = 'github.com/compose-spec/compose-go/v2@v2.9.1';
const TIMEOUT_MS = 60_000;

/**
 * The Compose Specification's own JSON schema, through Go's module cache: it is others' work and changes without us, so it
 * is not kept in the clone.
 *
 * @returns the schema, or why it can't be had here
 */
export function composeSchema(): { readonly schema: object } | { readonly missing: string } {
  try {
    const answer = execFileSync('go', ['mod', 'download', '-json', MODULE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    const { Dir: folder } = JSON.parse(answer) as { Dir: string };
    const schema = JSON.parse(readFileSync(join(folder, 'schema/compose-spec.json'), 'utf8')) as object;
    // It names draft 7 with https, under which validators don't know it; draft 7 is their default.
    return { schema: { ...schema, $schema: undefined } };
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { missing: absent ? 'Go is not installed: install it' : `go mod download ${MODULE} failed: be online once` };
  }
}
