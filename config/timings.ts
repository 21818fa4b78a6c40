import { z } from 'zod';
import { DEFAULT_TIMINGS, type Timings } from '../domain/timings';
import { ConfigurationError } from './configuration-error';
import { readJsonFile } from './json-file';
import { duration } from './values';

const positive = z.custom<number>((value) => Number.isSafeInteger(value) && Number(value) > 0);
const wait = z.union([positive, duration], { error: 'is neither whole milliseconds nor an ISO 8601 duration' });
const names = Object.keys(DEFAULT_TIMINGS);

/**
 * The waits of the product: the defaults, then `given`, then the file, which names only what it changes.
 *
 * @param file TIMINGS_FILE: JSON, name to whole milliseconds or ISO 8601 duration, e.g. `{"poll": 1000, "linger": "PT1M"}`
 * @param given what other variables say: COMMAND_MAX_AGE
 * @throws {@link ConfigurationError} that names unknown waits and wrong values
 */
export function readTimings(file?: string, given: Partial<Timings> = {}): Timings {
  const overrides = file === undefined ? {} : readOverrides(file);
  return Object.freeze({ ...DEFAULT_TIMINGS, ...given, ...overrides });
}

function readOverrides(file: string): Partial<Timings> {
  const shape = z.strictObject(Object.fromEntries(names.map((name) => [name, wait.optional()])));
  const read = shape.safeParse(readJsonFile(file, 'TIMINGS_FILE'));
  if (read.data !== undefined) return read.data;
  throw new ConfigurationError(
    read.error.issues.map((issue) => ({
      where: [file, ...issue.path.map(String)].join(', '),
      what: issue.code === 'unrecognized_keys' ? `has no such wait: ${issue.keys.join(', ')}` : issue.message,
      example: `{"poll": 1000, "linger": "PT1M"}; the waits are ${names.join(', ')}`,
    })),
  );
}
