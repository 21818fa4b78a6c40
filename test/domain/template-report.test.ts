import { describe, expect, it } from '@jest/globals';
import { timesWith, withoutOlder } from '../../domain/template-report';
import type { TemplateReport } from '../../domain/template-report';

const paid = { name: 'miapos_payment_paid_v1', locale: 'ro' } as const;
const EARLIER = '2025-11-23T09:59:00.000Z';
const LATER = '2025-11-23T10:00:00.000Z';

/** What counts of a report that is heard after others. */
const after = (report: TemplateReport, ...before: TemplateReport[]) =>
  withoutOlder(
    report,
    before.reduce((times, one) => timesWith(one, times), {}),
  );

describe('a report that others overtook', () => {
  const approved = { ...paid, status: 'APPROVED', category: 'UTILITY', at: LATER };

  it('changes nothing', () => {
    expect(after({ ...paid, status: 'PENDING', at: EARLIER }, approved)).toBeUndefined();
    expect(after({ ...paid, category: 'MARKETING', at: EARLIER }, approved)).toBeUndefined();
  });

  it('counts for what the newer one did not speak of', () => {
    const filed = { ...paid, category: 'UTILITY', at: LATER };
    expect(after({ ...approved, category: 'MARKETING', at: EARLIER }, filed)).toEqual({
      ...paid,
      status: 'APPROVED',
      at: EARLIER,
    });
  });
});

describe('a report counts', () => {
  const pending = { ...paid, status: 'PENDING', at: LATER };

  it.each([
    ['of the same second', { ...paid, status: 'APPROVED', at: LATER }, pending],
    ['of another template', { ...paid, name: 'miapos_payment_failed_v1', status: 'PAUSED', at: EARLIER }, pending],
    ['of another language', { ...paid, locale: 'ru', status: 'PAUSED', at: EARLIER } as const, pending],
    ['that names no time', { ...paid, status: 'APPROVED' }, pending],
    ['after one that names none', { ...paid, status: 'APPROVED', at: EARLIER }, { ...paid, status: 'PENDING' }],
  ])('%s', (_, report, before) => {
    expect(after(report, before)).toBe(report);
  });
});
