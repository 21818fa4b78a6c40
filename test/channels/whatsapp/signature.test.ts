import { describe, expect, it } from '@jest/globals';
import { sign, verifySignature } from '../../../channels/whatsapp/signature';

const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
const header = 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756';

describe('the signature of a webhook', () => {
  it('fits the known example', () => {
    expect(sign(body, 'test_app_secret')).toBe(header);
    expect(verifySignature(body, header, ['test_app_secret'])).toBe(0);
  });

  it('tells which secret fitted while one is being changed', () => {
    expect(verifySignature(body, header, ['next', 'test_app_secret'])).toBe(1);
    expect(verifySignature(body, header, ['test_app_secret', 'test_app_secret'])).toBe(0);
  });

  it('is taken in capitals too', () => {
    expect(verifySignature(body, header.toUpperCase().replace('SHA256', 'sha256'), ['test_app_secret'])).toBe(0);
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another algorithm', header.replace('sha256', 'sha1')],
    ['no algorithm', header.slice('sha256='.length)],
    ['a digest cut short', header.slice(0, -2)],
    ['something longer', `${header}00`],
    ['letters that are no hex', `sha256=${'z'.repeat(64)}`],
  ])('refuses %s', (_, given) => {
    expect(verifySignature(body, given, ['test_app_secret'])).toBe(-1);
  });

  it('refuses another body, be it one byte', () => {
    expect(verifySignature(Buffer.concat([body, Buffer.from(' ')]), header, ['test_app_secret'])).toBe(-1);
  });

  it('refuses a body written again by us, for Meta signs its escapes', () => {
    const raw = Buffer.from('{"text":"Pl\\u0103te\\u0219te \\ud83d\\ude00"}');
    const signed = sign(raw, 'test_app_secret');
    const again = Buffer.from(JSON.stringify(JSON.parse(raw.toString())));
    expect(verifySignature(raw, signed, ['test_app_secret'])).toBe(0);
    expect(verifySignature(again, signed, ['test_app_secret'])).toBe(-1);
  });

  it('fails closed without a secret, or with an empty one', () => {
    expect(verifySignature(body, header, [])).toBe(-1);
    expect(verifySignature(body, sign(body, ''), [''])).toBe(-1);
  });
});
