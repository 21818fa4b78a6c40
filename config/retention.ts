import { ConfigurationError } from './configuration-error';
import { toProblem, variables } from './variables';

/** NAMESPACE_RETENTION_DAYS alone, for setting Temporal up where nothing else is configured yet. */
export function readRetentionDays(env: Record<string, string | undefined>): number {
  const only = variables.pick({ NAMESPACE_RETENTION_DAYS: true });
  const set = env['NAMESPACE_RETENTION_DAYS']?.trim();
  const read = only.safeParse(set === undefined || set === '' ? {} : { NAMESPACE_RETENTION_DAYS: set });
  if (read.data !== undefined) return read.data.NAMESPACE_RETENTION_DAYS;
  throw new ConfigurationError(read.error.issues.map((issue) => toProblem(issue, env)));
}
