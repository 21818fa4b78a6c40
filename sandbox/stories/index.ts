import { byTemplate } from './by-template';
import { declinedAgain } from './declined-again';
import { fiveTimes } from './five-times';
import { heldAndFlushed } from './held-and-flushed';
import { lateSuccess } from './late-success';
import { lostCallback } from './lost-callback';
import { outlives } from './outlives';
import { paid } from './paid';
import { rtp } from './rtp';
import type { Story } from './story';
import { twoMerchants } from './two-merchants';

/** In the order of the page's menu. */
export const STORIES: readonly Story[] = [
  paid,
  declinedAgain,
  byTemplate,
  heldAndFlushed,
  twoMerchants,
  rtp,
  lostCallback,
  lateSuccess,
  fiveTimes,
  outlives,
];
