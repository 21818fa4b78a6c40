import type { DeliveryStatus, InboundMessage } from '../../../domain/inbound';
import type { Line } from '../../../domain/line';
import type { Count } from './counts';
import { contentOf } from './content';
import { systemMessage } from './moved';
import { messageSchema, statusSchema } from './schema';
import { senderOf } from './sender';

/** @param alone the only message of its batch: a profile beside it is certainly its sender's. */
export function readMessage(
  raw: unknown,
  line: Line,
  profiles: readonly unknown[],
  alone: boolean,
  count: Count,
): InboundMessage | undefined {
  const message = messageSchema.parse(raw);
  if (message.group_id !== undefined) {
    count('group_message');
    return undefined;
  }
  const forwarded = message.context?.forwarded === true || message.context?.frequently_forwarded === true;
  const system = message.type === 'system' ? systemMessage(message) : undefined;
  const sender = message.type === 'system' ? system?.sender : senderOf(message, profiles, alone);
  if (sender === undefined) {
    count('no_sender');
    return undefined;
  }
  return {
    channel: 'whatsapp',
    lineId: line.id,
    sender: sender.contact,
    ...(sender.name !== undefined && { senderName: sender.name }),
    ...(sender.identity !== undefined && { identity: sender.identity }),
    messageId: message.id,
    sentAt: message.timestamp,
    ...(message.context?.id !== undefined && { replyTo: message.context.id }),
    forwarded,
    content: system?.content ?? contentOf(message, forwarded, () => count('unknown_type')),
  };
}

/** `played` is said of voice messages only, and implies that it was read. */
const STATUSES: Readonly<Record<string, DeliveryStatus['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

export function readStatus(raw: unknown, line: Line, count: Count): DeliveryStatus | undefined {
  const status = statusSchema.parse(raw);
  if (status.group_id !== undefined || status.recipient_type === 'group') {
    count('group_message');
    return undefined;
  }
  const known = Object.hasOwn(STATUSES, status.status) ? STATUSES[status.status] : undefined;
  if (known === undefined) {
    count('unknown_status');
    return undefined;
  }
  const code = status.errors[0]?.code;
  return {
    lineId: line.id,
    messageId: status.id,
    ...(status.timestamp !== undefined && { at: status.timestamp }),
    status: known,
    ...(status.biz_opaque_callback_data !== undefined && { key: status.biz_opaque_callback_data }),
    ...(known === 'failed' && code !== undefined && { code }),
    ...(status.pricing && { pricing: { type: status.pricing.type, category: status.pricing.category } }),
  };
}
