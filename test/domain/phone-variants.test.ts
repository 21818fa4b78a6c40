import { describe, expect, it } from '@jest/globals';
import { phoneVariants } from '../../domain/phone-variants';

describe('a mobile number that is written in two ways', () => {
  it.each([
    ['Brazil', '5511987654321', '551187654321'],
    ['Mexico', '5215512345678', '525512345678'],
    ['Argentina', '5491123456789', '541123456789'],
  ])('is found by either, the one as given first: %s', (_, long, short) => {
    expect(phoneVariants(long)).toEqual([long, short]);
    expect(phoneVariants(short)).toEqual([short, long]);
  });

  it.each([
    ['a Brazilian landline', '551133334444'],
    ['Moldova', '37369000001'],
    ['Romania', '40712345678'],
    ['Germany', '4915112345678'],
    ['nothing', ''],
  ])('is no matter of %s', (_, phone) => {
    expect(phoneVariants(phone)).toEqual([phone]);
  });
});
