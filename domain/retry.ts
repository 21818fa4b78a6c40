import { buttonId } from './buttons';
import type { Notice, NoticeOutcome } from './say';

const RETRIED: readonly NoticeOutcome[] = ['failed', 'declined', 'expired'];

/**
 * A payment that came to nothing can be tried again with one tap. After a request to pay that is a link: whoever declined
 * one request is not sent another.
 */
export function retryOf({ outcome, linkId, rtp }: Notice): { readonly retryId?: string } {
  if (!RETRIED.includes(outcome)) return {};
  return { retryId: rtp === true ? buttonId.link(linkId) : buttonId.again(linkId) };
}
