/** Names one message of ours: the workflow that sent it and the activity that did. */
export interface SendKey {
  readonly workflowId: string;
  readonly activityId: string;
  /** Whose message it is; `linkId` of a payment's. */
  readonly owner: { readonly of: 'payment'; readonly linkId: string } | { readonly of: 'conversation' };
}

const SHAPE =
  /^(payment-link\/([a-z2-7]{26})|conversation\/[a-z0-9-]{1,20}\/[a-z2-7]{26})#([A-Za-z0-9][A-Za-z0-9._:-]{0,79})$/;
const NOTICE = /^notice-([1-9]\d{0,8})(-template)?$/;

/**
 * The key travels with the message and comes back in each of its statuses. Every app subscribed to the account can see it, so
 * it holds no more than ids.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (`biz_opaque_callback_data`, 512 characters)
 */
export function makeSendKey(workflowId: string, activityId: string): string {
  const key = `${workflowId}#${activityId}`;
  if (readSendKey(key) === undefined) {
    throw new Error(
      `${key} can't be a send's key: statuses would not find the message again. Name it as ${SHAPE.source}`,
    );
  }
  return key;
}

/** Undefined for a key that is not ours: other apps send through the same number. */
export function readSendKey(key: string): SendKey | undefined {
  const [, workflowId, linkId, activityId] = SHAPE.exec(key) ?? [];
  if (workflowId === undefined || activityId === undefined) return undefined;
  return { workflowId, activityId, owner: linkId === undefined ? { of: 'conversation' } : { of: 'payment', linkId } };
}

/**
 * The seq of the notice that an activity of a payment sent (`notice-2`, `notice-2-template`); undefined: it sent something
 * else. A failure reported after the payment closed must find whether it is the notice that failed.
 */
export function noticeSeqOf(activityId: string): number | undefined {
  const seq = NOTICE.exec(activityId)?.[1];
  return seq === undefined ? undefined : Number(seq);
}
