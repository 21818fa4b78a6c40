import { createCapService } from '../../cap-svc/client';
import { createTokenBroker } from '../../cap-svc/token-broker';
import { createWhatsAppChannel } from '../../channels/whatsapp/client';
import type { Env } from '../../config/env';
import { parseCommand } from '../../domain/command';
import type { InboundMessage } from '../../domain/inbound';
import type { Line } from '../../domain/line';
import { fromDecimal } from '../../domain/money';
import type { Money } from '../../domain/money';
import type { Merchant, Seller } from '../../domain/seller';
import type { Say } from '../../domain/say';
import { render } from '../../locales';
import { createMiaposRail } from '../../rails/miapos/client';
import type { RailAccess } from '../../rails/rail';

export interface Order {
  readonly seller: Seller;
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly description?: string;
  readonly tag?: string;
}

export interface SellInput {
  readonly linkId: string;
  readonly message: InboundMessage;
}

/** The six calls of one paid link, by the product's own clients. */
export function composeSteps(env: Env, lines: readonly Line[]) {
  const cap = createCapService({ baseUrl: env.capSvc.url, token: env.capSvc.token });
  const broker = createTokenBroker(cap, { now: Date.now, railOrigins: env.railOrigins });
  const rail = createMiaposRail();
  const whatsapp = createWhatsAppChannel({ ...env.whatsapp, appSecrets: env.meta.appSecrets, timeoutMs: 20_000 });
  let access: RailAccess | undefined;
  const lineOf = ({ message }: SellInput): Line => {
    const line = lines.find(({ id }) => id === message.lineId);
    if (line === undefined) throw new Error('A message for a line that is not there');
    return line;
  };

  return {
    lastAccess: () => Promise.resolve(access),

    async open(input: SellInput): Promise<Order> {
      const line = lineOf(input);
      whatsapp.acknowledge(line, input.message.messageId).catch(() => undefined);
      const seller = await cap.resolveSeller(
        `+${input.message.sender.phone ?? ''}`,
        line.channel,
        `${input.linkId}.resolve`,
      );
      const [merchant] = seller.merchants;
      if (merchant === undefined) throw new Error('The seller has no merchant');
      const { content } = input.message;
      const { currency, limits } = merchant;
      const command = parseCommand(content.kind === 'text' ? content.text : '', {
        currency,
        limits: { min: fromDecimal(limits.min, currency), max: fromDecimal(limits.max, currency) },
      });
      if (command.kind !== 'pay') throw new Error('No payment');
      return { seller, merchant, ...command };
    },

    async issue(input: SellInput, { seller, merchant, amount, description }: Order) {
      access = await broker.access(seller.posUserId, merchant.merchantId, `${input.linkId}.issue`);
      const made = await rail.issueLink(access, {
        orderId: input.linkId,
        amount,
        description: description ?? merchant.name,
        locale: seller.locale,
        callbackUrl: `${env.publicUrl}/webhooks/rail/${input.linkId}`,
      });
      const expiresAt = new Date(Date.now() + merchant.linkTtlSeconds * 1_000).toISOString();
      return { paymentId: made.paymentId, checkoutPage: made.checkoutPage, expiresAt };
    },

    async send(input: SellInput, what: Say, activityId: string): Promise<string> {
      const line = lineOf(input);
      const message = render(what, { locale: line.defaultLocale, timeZone: line.timeZone, now: new Date(), line });
      const options = { key: `payment-link/${input.linkId}#${activityId}` };
      return (await whatsapp.send(line, input.message.sender, message, options)).messageId;
    },

    async record(input: SellInput, order: Order, paymentId: string, status: 'CREATED' | 'SUCCESS'): Promise<void> {
      const { seller, merchant, amount, description, tag } = order;
      const record = {
        posUserId: seller.posUserId,
        merchantId: merchant.merchantId,
        orderId: input.linkId,
        kind: 'link' as const,
        amount,
        channel: input.message.channel,
        status,
        ...(description === undefined ? {} : { description }),
        ...(tag === undefined ? {} : { tag }),
      };
      await cap.recordPayment(paymentId, record, `${input.linkId}.record.${status}`);
    },
  };
}

export type Steps = ReturnType<typeof composeSteps>;
