import { z } from 'zod';

const LONGEST_MS = 24 * 60 * 60_000;

const usageSchema = z.record(
  z.string(),
  z.array(z.looseObject({ estimated_time_to_regain_access: z.number().optional() })),
);

/**
 * How long the answer itself asks to wait, in ms, at most a day: `Retry-After` (seconds or a date) or
 * `X-Business-Use-Case-Usage` (minutes until access is regained), whichever is longer.
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const longest = Math.max(fromRetryAfter(headers.get('retry-after'), now), fromUsage(headers));
  return longest > 0 ? Math.min(longest, LONGEST_MS) : undefined;
}

function fromRetryAfter(value: string | null, now: number): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : at - now;
}

function fromUsage(headers: Pick<Headers, 'get'>): number {
  const usage = usageSchema.safeParse(parsed(headers.get('x-business-use-case-usage')));
  if (!usage.success) return 0;
  const minutes = Object.values(usage.data).flatMap((rows) =>
    rows.map((row) => row.estimated_time_to_regain_access ?? 0),
  );
  return Math.max(0, ...minutes) * 60_000;
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}
