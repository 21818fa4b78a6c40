/** One setting that is missing or malformed. */
export interface ConfigurationProblem {
  /** The variable's name, or the place in a file: `lines.json: line 1, country`. */
  readonly where: string;
  /** What is wrong, without the value: it may be a secret. */
  readonly what: string;
  /** A setting that would be right. */
  readonly example?: string;
}

/** The process can't start as configured. The message names every problem at once, so that one restart mends them all. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(['The configuration is incomplete or wrong; nothing was started.', ...problems.map(toLine)].join('\n'));
  }
}

function toLine({ where, what, example }: ConfigurationProblem): string {
  return `- ${where} ${what}${example === undefined ? '' : `. Example: ${example}`}`;
}
