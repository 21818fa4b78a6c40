import { describe, expect, it } from '@jest/globals';
import { maskPayer, namesRow, openAt, payerName } from '../../domain/payer';

describe('a payer, as the seller is shown it', () => {
  it.each([
    ['+37369123456', '373', '+373 ***456'],
    ['+40721234567', '40', '+40 ***567'],
    ['+12025550143', '1', '+1 ***143'],
  ])('%s is masked but for country code and last three digits', (phone, code, shown) => {
    expect(maskPayer(phone, code)).toBe(shown);
  });

  it('shows nothing of a number so short that three digits would give it away', () => {
    expect(maskPayer('+290123456', '290')).toBe('+290 ***');
  });
});

describe('the name that the rail gets', () => {
  it('is that of the contact card', () => {
    expect(payerName('  Ion \n Popescu ')).toBe('Ion Popescu');
  });
  it.each([undefined, '', '  '])('is Client where there is none (%p)', (name) => {
    expect(payerName(name)).toBe('Client');
  });
  it('is cut, never longer than a name', () => {
    expect(payerName('x'.repeat(500))).toHaveLength(60);
  });
});

describe('an open question', () => {
  const question = { linkId: 'a', kind: 'payer', until: '2026-11-23T12:15:00.000Z' } as const;
  it('can be answered until its time is over', () => {
    expect(openAt(question, Date.parse('2026-11-23T12:14:59Z'))).toBe(question);
    expect(openAt(question, Date.parse('2026-11-23T12:15:00Z'))).toBeUndefined();
  });
  it.each([undefined, null])('is none where none was asked (%p)', (none) => {
    expect(openAt(none, 0)).toBeUndefined();
  });
});

describe('an open list of three merchants', () => {
  const list = { linkId: 'a', kind: 'merchant', rows: 3, until: '2026-11-23T12:15:00.000Z' } as const;
  it.each(['2', ' 3 ', '2.', '2,', '2!', '2?', '2)', '1.)'])('is answered by %j', (text) => {
    expect(namesRow(list, text)).toBe(true);
  });
  it.each(['0', '4', '4.', '2.5', '2. tort', '2 lei', '.2', '', '1000'])('is not answered by %j', (text) => {
    expect(namesRow(list, text)).toBe(false);
  });
  it('is no question about a payer', () => {
    expect(namesRow({ linkId: 'a', kind: 'payer', until: list.until }, '2.')).toBe(false);
  });
});
