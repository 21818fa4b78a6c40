import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, SpanKind } from '@opentelemetry/api';

/** W3C: the one header that says to which trace something belongs. */
const TRACEPARENT = 'traceparent';

interface SpanOf {
  /** What is done, from a closed set: never with an id, a path or a word of somebody in it. */
  readonly name: string;
  readonly kind: SpanKind;
  /** Ids of ours and names of code; no personal data, as in logs. */
  readonly attributes: Attributes;
  /** Absent: goes on with what is under way. */
  readonly parent?: Context;
}

/**
 * Does work within a span. A failure is marked by its kind alone, for a message may quote what the outside world said.
 *
 * @param isFailure tells an error that is an outcome from one that is a failure
 */
export async function inSpan<T>(
  { name, kind, attributes, parent = context.active() }: SpanOf,
  work: (span: Span) => Promise<T>,
  isFailure: (error: unknown) => boolean = () => true,
): Promise<T> {
  const span = tracer().startSpan(name, { kind, attributes }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    if (isFailure(error)) markFailed(span, kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

export const tracer = () => trace.getTracer('miapos-conversational');

export function markFailed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** `traceparent` of what is under way; undefined where nothing is. */
export function currentTraceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[TRACEPARENT];
}

/** What a `traceparent` from elsewhere says; garbage says nothing. */
export const contextOf = (traceparent: unknown): Context =>
  typeof traceparent === 'string'
    ? propagation.extract(context.active(), { [TRACEPARENT]: traceparent })
    : context.active();

/** `type` is the closed set of activities/failures.ts, `kind` that of a port; a name is code's, not a person's. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { type, kind } = error as Error & { readonly type?: unknown; readonly kind?: unknown };
  return [type, kind].find((one) => typeof one === 'string') ?? error.name;
}
