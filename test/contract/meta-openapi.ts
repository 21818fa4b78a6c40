import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const FILE = 'business-messaging-api_v23.0.yaml';
const ROOT = resolve(__dirname, '../..');

/**
 * Meta's own OpenAPI, which is not ours to ship: named by META_OPENAPI_FILE, or kept as `contracts/meta/<file>` in this
 * repository or in a directory beside it.
 * @see https://github.com/facebook/openapi
 */
export function findMetaOpenApi(): string | undefined {
  const named = process.env['META_OPENAPI_FILE'];
  if (named !== undefined && named !== '') return named;
  const beside = readdirSync(join(ROOT, '..'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(ROOT, '..', entry.name));
  return [ROOT, ...beside]
    .map((directory) => join(directory, 'contracts', 'meta', FILE))
    .find((path) => existsSync(path));
}

type Json = Record<string, unknown>;

/** The document as JSON Schema for ajv, mended where it refuses what Meta itself takes. */
export function readMetaOpenApi(path: string): Json {
  return mended(parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 })) as Json;
}

/**
 * - An `allOf` member with `additionalProperties: false` refuses its siblings' properties, so no message at all would fit.
 * - The pattern of a template button's `index` (`^[2-6, 11-14]$`) refuses `0`, which the file's own examples use.
 */
function mended(node: unknown, inAllOf = false): unknown {
  if (Array.isArray(node)) return node.map((item) => mended(item, inAllOf));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node)
    .filter(([name, value]) => !(inAllOf && name === 'additionalProperties' && value === false))
    .filter(([name, value]) => !(name === 'pattern' && value === '^[2-6, 11-14]$'))
    .map(([name, value]) => [name, mended(value, name === 'allOf')] as const);
  return Object.fromEntries(entries);
}
