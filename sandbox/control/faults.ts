import { z } from 'zod';

/** What a call is, to be matched by rules. */
export interface FaultSubject {
  readonly operation: string;
  /** Recipient of a message, payer, paymentId …; compared without the plus sign. */
  readonly to?: string | undefined;
  /** URL and body as text, for `contains`. */
  readonly text: string;
}

/** Faults that any HTTP answer can have. */
export const httpFault = z.union([
  /**
   * `…AfterEffect`: the work is done and the caller never hears of it. `timeout…` leaves the connection open without an
   * answer, `reset…` breaks it.
   */
  z.enum(['timeoutBeforeEffect', 'timeoutAfterEffect', 'resetConnection', 'resetAfterEffect']),
  z
    .strictObject({
      status: z.int().min(200).max(599).optional(),
      /** The simulated service's own error code. */
      code: z.union([z.int(), z.string()]).optional(),
      message: z.string().optional(),
      /** Replaces the service's error body; null: an empty body. A string goes out as text/html, like a proxy's page. */
      body: z.unknown().optional(),
      retryAfterSeconds: z.number().min(0).optional(),
      /** The work is done all the same. */
      afterEffect: z.boolean().optional(),
    })
    .refine((fault) => fault.status !== undefined || fault.code !== undefined, 'status or code is required'),
  /** A slow answer; a later rule still applies. */
  z.strictObject({ delayMs: z.int().min(0) }),
]);
export type HttpFault = z.infer<typeof httpFault>;
export type StatusFault = Extract<HttpFault, { status?: number | undefined; code?: number | string | undefined }>;

export interface FaultRule<Action> {
  readonly match?: {
    readonly operation?: string | undefined;
    readonly to?: string | undefined;
    readonly contains?: string | undefined;
  };
  /** How many calls it still hits; absent with `always`. */
  readonly times?: number;
  readonly always?: boolean;
  readonly do: Action;
}

function ruleSchema<Action>(action: z.ZodType<Action>) {
  return z
    .strictObject({
      match: z
        .strictObject({
          operation: z.string().optional(),
          to: z.string().optional(),
          contains: z.string().optional(),
        })
        .optional(),
      times: z.int().min(1).optional(),
      always: z.boolean().optional(),
      do: action,
    })
    .refine((rule) => rule.times === undefined || rule.always !== true, 'times or always, not both');
}

const bare = (address: string): string => address.replace(/^\+/, '');

/** The rules of one simulator: the first that fits is used; one without `times` or `always` hits once. */
export class FaultBook<Action = HttpFault> {
  #rules: { rule: FaultRule<Action>; left: number }[] = [];
  readonly #schema;

  constructor(action: z.ZodType<Action>) {
    this.#schema = z.array(ruleSchema(action));
  }

  /** @throws ZodError on a rule that this simulator does not know */
  replace(rules: unknown): void {
    this.#rules = this.#schema.parse(rules).map((parsed) => {
      const rule = parsed as FaultRule<Action>;
      return { rule, left: rule.always === true ? Infinity : (rule.times ?? 1) };
    });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Rules that can still hit, `times` counting down. */
  list(): readonly FaultRule<Action>[] {
    return this.#rules
      .filter(({ left }) => left > 0)
      .map(({ rule, left }) => (rule.always === true ? rule : { ...rule, times: left }));
  }

  /** Uses up one hit of the first rule that fits the subject and does what `wanted` accepts. */
  take<Wanted extends Action>(subject: FaultSubject, wanted: (action: Action) => action is Wanted): Wanted | undefined {
    for (const entry of this.#rules) {
      if (entry.left <= 0 || !wanted(entry.rule.do) || !fits(entry.rule, subject)) continue;
      entry.left -= 1;
      return entry.rule.do;
    }
    return undefined;
  }
}

function fits(rule: FaultRule<unknown>, subject: FaultSubject): boolean {
  const { operation, to, contains } = rule.match ?? {};
  return (
    (operation === undefined || operation === subject.operation) &&
    (to === undefined || (subject.to !== undefined && bare(to) === bare(subject.to))) &&
    (contains === undefined || subject.text.includes(contains))
  );
}

const isHttpFault = (action: unknown): action is HttpFault => httpFault.safeParse(action).success;
export const isDelay = (action: unknown): action is { delayMs: number } =>
  typeof action === 'object' && action !== null && 'delayMs' in action;
export const isHttpOutcome = (action: unknown): action is Exclude<HttpFault, { delayMs: number }> =>
  isHttpFault(action) && !isDelay(action);
