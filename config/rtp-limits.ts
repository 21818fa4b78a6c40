import { z } from 'zod';
import type { RtpLimits } from '../domain/payer-limits';

const count = z.int().min(1).max(10_000);

/** RTP_LIMITS: JSON that names only what it changes, e.g. `{"sellerPerHour": 10}`. What each is for: {@link RtpLimits}. */
export const rtpLimitsSchema = z
  .strictObject({
    sellerPerHour: count.default(20),
    payerOpen: count.default(3),
    payerPerDay: count.default(5),
    declinesToStop: count.default(2),
    stopDays: z.int().min(1).max(365).default(30),
  })
  .readonly() satisfies z.ZodType<RtpLimits>;

export const DEFAULT_RTP_LIMITS: RtpLimits = rtpLimitsSchema.parse({});
