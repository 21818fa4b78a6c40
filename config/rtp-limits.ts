import { z } from 'zod';

const count = z.int().min(1).max(10_000);

/**
 * How often payers may be asked to pay. People who are asked by strangers again and again stop trusting the rail: UPI's
 * collect requests were withdrawn for it.
 */
export const rtpLimitsSchema = z
  .strictObject({
    /** Requests of one seller in any hour. */
    sellerPerHour: count.default(30),
    /** Requests to one payer in any hour, whoever sends them. */
    payerPerHour: count.default(3),
    /** Requests to one payer in any 24 hours, whoever sends them. */
    payerPerDay: count.default(10),
    /** After so many declined ones in 24 hours a payer is left alone for the rest of them. */
    payerDeclinesPerDay: count.default(3),
  })
  .readonly();

export type RtpLimits = z.infer<typeof rtpLimitsSchema>;
export const DEFAULT_RTP_LIMITS: RtpLimits = rtpLimitsSchema.parse({});
