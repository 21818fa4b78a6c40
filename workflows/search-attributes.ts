import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const datetime = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.DATETIME);

/**
 * What ops search by. No personal data in any: attributes are never encrypted.
 * A PostgreSQL-backed server holds ten keywords, three dates and three integers: nine, three and one are taken.
 */
export const attributes = {
  paymentState: keyword('PaymentState'),
  stuckReason: keyword('StuckReason'),
  notificationState: keyword('NotificationState'),
  sellerId: keyword('SellerId'),
  merchantId: keyword('MerchantId'),
  bankId: keyword('BankId'),
  lineId: keyword('LineId'),
  currency: keyword('Currency'),
  paymentId: keyword('PaymentId'),
  amountMinor: defineSearchAttributeKey('AmountMinor', SearchAttributeType.INT),
  lastInboundAt: datetime('LastInboundAt'),
  expiresAt: datetime('ExpiresAt'),
  stuckSince: datetime('StuckSince'),
};
