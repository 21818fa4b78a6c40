import type { ChannelFailureKind } from '../channel';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export interface GraphErrorRow {
  /** One code, or a range with both ends in it. */
  readonly codes: readonly (number | readonly [from: number, to: number])[];
  /** Only with this `error_subcode`. */
  readonly subcode?: number;
  readonly kind: ChannelFailureKind;
  /** The pause before try `attempt + 1`, in ms, where the answer names none itself. `attempt` counts from 1. */
  readonly pauseMs?: (attempt: number) => number;
}

/**
 * What each of Meta's error codes means for us: the only such table. Read from the top, the first row that fits holds.
 * Codes, never HTTP statuses: Meta answers throttling and permanent refusals alike with 400.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const GRAPH_ERRORS: readonly GraphErrorRow[] = [
  // Subcode 33: Graph does not know our number, or our token may not see it. Not the message's fault.
  { codes: [100], subcode: 33, kind: 'AccountBlocked' },

  { codes: [131047], kind: 'WindowClosed' },
  { codes: [131056], kind: 'PairRateLimited', pauseMs: (attempt) => 4 ** Math.min(attempt - 1, 5) * SECOND },

  { codes: [1, 2, 131000, 131016, 133004], kind: 'Transient' },
  // The number is being moved to a higher throughput, which takes about a minute.
  { codes: [131057], kind: 'Transient', pauseMs: () => MINUTE },
  { codes: [4, 17, 341, 613, 80007, 130429], kind: 'Throttled' },
  // Too many people called our messages spam. It wears off by itself, so the line is not stopped until a person comes;
  // but each try in between makes it worse.
  { codes: [131048], kind: 'Throttled', pauseMs: () => 15 * MINUTE },

  { codes: [131026, 131030, 130403], kind: 'RecipientUnreachable' },
  // Not delivered to this person for the sake of the ecosystem, for an experiment, or because they left marketing:
  // none is worth a second try, and none says anything about other people.
  { codes: [130472, 131049, 131050], kind: 'RecipientUnreachable' },
  // The country of this person. Stopping the line for it would let anybody from there stop it for all.
  { codes: [130497], kind: 'RecipientUnreachable' },
  { codes: [131062], kind: 'PhoneNeeded' },

  { codes: [100, 131008, 131009, 131021, 131051, 131052, 131053], kind: 'MessageRejected' },
  { codes: [132000, 132005, 132012], kind: 'TemplateMismatch' },
  // All other template codes, known (132001 missing, 132007 policy, 132015 paused, 132016 disabled) or to come.
  { codes: [[132000, 132999]], kind: 'TemplateUnavailable' },

  // 131064: templates of ours were filed under a wrong category. It stops free text too, and waiting does not help.
  { codes: [131064, 131031, 131037, 131042, 131045, 368], kind: 'AccountBlocked' },
  { codes: [133015], kind: 'AccountBlocked', pauseMs: () => 5 * MINUTE },
  { codes: [[133000, 133999]], kind: 'AccountBlocked' },
  // Token and permissions.
  { codes: [0, 3, 10, 33, 102, 190, [200, 299], 131005], kind: 'AccountBlocked' },
];

/** What is known of an error before it is understood. */
export interface GraphErrorFacts {
  readonly code: number;
  readonly subcode?: number;
  /** Graph's own `is_transient`. */
  readonly transient?: boolean;
}

/**
 * Finds the row of an error. A code that Meta adds later counts as a refusal of this one message, unless Graph calls it
 * transient: a message that is never retried is seen by people, one that is retried for ever is not.
 */
export function classifyGraphError(error: GraphErrorFacts): Pick<GraphErrorRow, 'kind' | 'pauseMs'> {
  const row = GRAPH_ERRORS.find(
    ({ codes, subcode }) =>
      (subcode === undefined || subcode === error.subcode) &&
      codes.some((code) =>
        typeof code === 'number' ? code === error.code : error.code >= code[0] && error.code <= code[1],
      ),
  );
  return row ?? { kind: error.transient === true ? 'Transient' : 'MessageRejected' };
}

/** The kind of a `failed` status, which carries only a code; absent code: nobody knows, so the message counts as refused. */
export function kindOfCode(code: number | undefined): ChannelFailureKind {
  return code === undefined ? 'MessageRejected' : classifyGraphError({ code }).kind;
}
