import { buttonId } from './buttons';
import type { Notice, NoticeOutcome, Say } from './say';

const RETRIED: readonly NoticeOutcome[] = ['failed', 'declined', 'expired'];

/**
 * A payment that came to nothing can be tried again with one tap. After a request to pay that is a link: whoever declined
 * one request is not sent another.
 */
function retryOf({ outcome, linkId, rtp }: Notice): { readonly retryId?: string } {
  if (!RETRIED.includes(outcome)) return {};
  return { retryId: rtp === true ? buttonId.link(linkId) : buttonId.again(linkId) };
}

/** A notice as it is told: with the way on, where there is one. */
export const sayNotice = (notice: Notice): Say => ({ say: 'notice', notice, ...retryOf(notice) });
