import { z } from 'zod';
import { httpFault } from '../control/faults';

/** Wrong on purpose: these values replace the true ones in a callback. */
const tampered = z.strictObject({
  amount: z.number().optional(),
  currency: z.string().optional(),
  paymentId: z.string().optional(),
  orderId: z.string().optional(),
  status: z.string().optional(),
});

/** What can go wrong with a callback (operation `callback`, `to` = paymentId); rules of different kinds add up. */
const callbackFault = z.union([
  z.literal('callbackLost'),
  z.literal('badSignature'),
  z.strictObject({ callbackDuplicates: z.int().min(1).max(100) }),
  z.strictObject({ callbackDelayMs: z.int().min(0) }),
  /** `resign`: the bank itself signed the wrong values; else somebody changed them on the way. */
  z.strictObject({ tamper: tampered, resign: z.boolean() }),
]);

export const railFault = z.union([httpFault, callbackFault]);
export type RailFault = z.infer<typeof railFault>;

const has =
  <Key extends string>(key: Key) =>
  <Action>(action: Action): action is Extract<Action, Record<Key, unknown>> =>
    typeof action === 'object' && action !== null && key in action;

export const isLost = (action: RailFault): action is 'callbackLost' => action === 'callbackLost';
export const isBadSignature = (action: RailFault): action is 'badSignature' => action === 'badSignature';
export const isDuplicates = has('callbackDuplicates');
export const isCallbackDelay = has('callbackDelayMs');
export const isTamper = has('tamper');
