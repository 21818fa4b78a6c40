import type { Locale } from './locale';

interface LineEvent {
  readonly lineId: string;
  /** ISO 8601: when the channel noticed. Deliveries repeat and overtake each other: the newest `at` holds. */
  readonly at: string;
}

/** What the channel says of one of our templates. An account's event is told once for each of its lines. */
export type TemplateEvent = LineEvent & {
  readonly name: string;
  readonly locale: Locale;
} & (
    | {
        readonly kind: 'status';
        /** The one it is in now, as the channel names it: APPROVED, PAUSED, DISABLED … */
        readonly status: string;
        /** As it is filed now, where the channel says so. */
        readonly category?: string;
        readonly reason?: string;
      }
    | {
        readonly kind: 'category';
        /** The one in force now. */
        readonly category: string;
        /** Announced only: the category that will be in force from then on. */
        readonly announced?: { readonly category: string; readonly from?: string };
      }
    /** A bad quality is the forerunner of a pause. */
    | { readonly kind: 'quality'; readonly quality: string }
    /** People reported it: it may come to be disabled, and is sent until then. */
    | { readonly kind: 'flagged' }
    /** It can't be edited; it is sent as before. */
    | { readonly kind: 'locked' }
    /** Its text or buttons were changed at the channel: it may no longer fit our parameters. */
    | { readonly kind: 'components' }
  );

/** What the channel says of the account or number behind a line. */
export type AccountEvent = LineEvent & {
  /** The channel's own word for it: ACCOUNT_DELETED, THROUGHPUT_UPGRADE … */
  readonly reason: string;
} & (
    | {
        /** Nothing can be sent: the line waits. */
        readonly kind: 'suspend';
        /** ISO 8601: it ends by itself then; absent: when the channel or ops say so. */
        readonly until?: string;
      }
    /** Sending works again. */
    | { readonly kind: 'resume' }
    /** For people to read; sending goes on. */
    | { readonly kind: 'note' }
  );
