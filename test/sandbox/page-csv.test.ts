import { describe, expect, it } from '@jest/globals';
import { toCsv } from '../../sandbox/page/server/portal-view';
import type { PortalRow } from '../../sandbox/page/wire';

const ROW: PortalRow = {
  paymentId: 'p1',
  workflowId: 'payment-link/x',
  at: '2026-11-23T12:00:00.000Z',
  merchant: 'Cafea Centru',
  amount: '100.00 MDL',
  description: 'Cafea',
  tag: 'masa7',
  status: 'SUCCESS',
  swiftMessageId: 'SWIFT1',
  messages: { service: 2, utility: 1 },
};
const cells = (row: Partial<PortalRow>): string => toCsv([{ ...ROW, ...row }]).split('\r\n')[1] ?? '';

describe('payments as CSV', () => {
  it('open in a spreadsheet: UTF-8 with its mark, one line each, messages as numbers', () => {
    const [head, line, ...rest] = toCsv([ROW]).split('\r\n');
    expect(head).toMatch(/^\uFEFFat,paymentId,merchant,amount/);
    expect(line).toMatch(/"p1","Cafea Centru","100\.00 MDL","Cafea","masa7","SUCCESS","SWIFT1",2,1$/);
    expect(rest).toEqual(['']);
  });

  it('keep quotes and line breaks of a description inside their cell', () => {
    expect(cells({ description: 'a "b", c' })).toContain('"a ""b"", c"');
  });

  it.each(['=1+1', '+373', '-5', '@SUM(A1)', '\tx'])(
    '%j is text to the spreadsheet, never a formula',
    (description) => {
      expect(cells({ description })).toContain(`"'${description}"`);
    },
  );
});
