import { readSendKey } from '../../../domain/send-key';
import { paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import type { AuditRow, CheckoutView, PortalRow, PortalView } from '../wire';
import { merchantName, railPayments, shownAmount } from './desk';
import type { Desk } from './desk';

/**
 * What the merchant's portal shows: cap-svc's record of each payment, with the bank's reference from the rail, newest first.
 * @param limit how many at most; the rest is counted
 */
export function portalView(desk: Desk, limit: number): PortalView {
  const rows = portalRows(desk);
  return { payments: rows.slice(0, limit), earlier: Math.max(0, rows.length - limit), audit: auditRows(desk) };
}

/** All of them, newest first. */
export function portalRows(desk: Desk): PortalRow[] {
  const { capSvc } = desk.stack.world;
  const rail = new Map(railPayments(desk).map(({ payment }) => [payment.paymentId, payment]));
  const messages = countMessages(desk);
  const rows = capSvc.ledger.list().flatMap((record): PortalRow[] => {
    const payment = rail.get(record.paymentId);
    if (payment === undefined) return [];
    const workflowId = paymentLinkWorkflowId(record.orderId);
    return [
      {
        paymentId: record.paymentId,
        workflowId,
        at: new Date(payment.createdAt).toISOString(),
        merchant: merchantName(desk, record.merchantId),
        amount: shownAmount(payment),
        description: record.description ?? '',
        tag: record.tag ?? '',
        status: record.status,
        swiftMessageId: payment.swiftMessageId ?? '',
        messages: messages.get(workflowId) ?? { service: 0, utility: 0 },
      },
    ];
  });
  return rows.reverse();
}

/** Since 2026-10-01 Meta charges for each message; a notice told by the conversation counts for nobody's payment. */
function countMessages({ stack }: Desk): ReadonlyMap<string, PortalRow['messages']> {
  const counts = new Map<string, { service: number; utility: number }>();
  for (const { key, template, statuses } of stack.world.meta.chats.all()) {
    const workflowId = key === undefined ? undefined : readSendKey(key)?.workflowId;
    if (workflowId === undefined || statuses.some(({ status }) => status === 'failed')) continue;
    const count = counts.get(workflowId) ?? { service: 0, utility: 0 };
    count[template === undefined ? 'service' : 'utility'] += 1;
    counts.set(workflowId, count);
  }
  return counts;
}

const AUDITED = 200;

function auditRows({ stack, cleared }: Desk): AuditRow[] {
  return stack.world.capSvc.audit
    .list()
    .filter(({ at }) => Date.parse(at) >= cleared.rail)
    .slice(-AUDITED)
    .map(({ posUserId = '', merchantId = '', paymentId = '', ...line }) => ({
      posUserId,
      merchantId,
      paymentId,
      ...line,
    }))
    .reverse();
}

const CHECKOUTS_SHOWN = 100;

/** What customers have on their phones, of late. */
export function checkoutViews(desk: Desk): CheckoutView[] {
  const { directory } = desk.stack.world.capSvc;
  return railPayments(desk)
    .slice(-CHECKOUTS_SHOWN)
    .map(({ rail, payment }) => {
      const { paymentId, kind, description, status, language, createdAt, expiresAt } = payment;
      const { checkoutPage: url, successUrl, clientPhone: payer, swiftMessageId } = payment;
      const page = successUrl?.split('?')[0];
      return {
        paymentId,
        kind,
        description,
        status,
        language,
        createdAt,
        expiresAt,
        merchant: merchantName(desk, payment.merchantId),
        bank: directory.bank(rail.bankId).name,
        amount: shownAmount(payment),
        workflowId: paymentLinkWorkflowId(payment.orderId),
        ...(url === undefined ? {} : { url }),
        ...(page === undefined ? {} : { page }),
        ...(payer === undefined ? {} : { payer }),
        ...(swiftMessageId === undefined ? {} : { swiftMessageId }),
      };
    });
}

const COLUMNS = ['at', 'paymentId', 'merchant', 'amount', 'description', 'tag', 'status', 'swiftMessageId'] as const;

/** RFC 4180, with a mark by which spreadsheets know that it is UTF-8. A cell that a spreadsheet would calculate is text. */
export function toCsv(rows: readonly PortalRow[]): string {
  const cell = (value: string): string =>
    `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const lines = rows.map((row) => [
    ...COLUMNS.map((name) => cell(row[name])),
    String(row.messages.service),
    String(row.messages.utility),
  ]);
  const head = [...COLUMNS, 'serviceMessages', 'utilityMessages'];
  return `\uFEFF${[head, ...lines].map((line) => line.join(',')).join('\r\n')}\r\n`;
}
