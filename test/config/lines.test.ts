import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error';
import { readLines } from '../../config/lines';

const MD = {
  id: 'md',
  channel: 'whatsapp',
  phoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  displayNumber: '+37369002773',
  country: 'MD',
  defaultLocale: 'ro',
};
const BOT = { id: 'tg', channel: 'telegram', botUsername: 'miaposbot', country: 'MD', defaultLocale: 'ro' };

describe('the lines file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lines-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function fileOf(content: unknown): string {
    const file = join(folder, 'lines.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  it('shipped with the product serves Moldova', () => {
    expect(readLines('config/lines.json')).toMatchObject([
      {
        id: 'md',
        channel: 'whatsapp',
        displayNumber: '+37369002773',
        timeZone: 'Europe/Chisinau',
        defaultLocale: 'ro',
      },
    ]);
  });

  it('gives one more country its number without code', () => {
    const ro = { ...MD, id: 'ro', phoneNumberId: '106540352242923', country: 'RO', banks: ['bt'], currency: 'RON' };
    const lines = readLines(fileOf([MD, { ...ro, linkValidity: 'P30D', displayNumber: '+40700000000' }]));
    expect(lines[1]).toEqual({
      id: 'ro',
      channel: 'whatsapp',
      address: '106540352242923',
      wabaId: '102290129340398',
      displayNumber: '+40700000000',
      country: 'RO',
      defaultLocale: 'ro',
      timeZone: 'Europe/Bucharest',
      banks: ['bt'],
      currency: 'RON',
      linkValidityMs: 2_592_000_000,
    });
  });

  it('asks for the time zone where a country has several, or none that we know', () => {
    const us = { ...MD, country: 'US' };
    expect(() => readLines(fileOf([us]))).toThrow(/line 1, timeZone is needed: US/);
    expect(readLines(fileOf([{ ...us, timeZone: 'America/Chicago' }]))[0]?.timeZone).toBe('America/Chicago');
  });

  it.each([
    ['an id that is none', [{ ...MD, id: 'Moldova!' }], /line 1, id is not 1-20 of a-z 0-9 -/],
    ['two lines with one id', [MD, { ...MD, phoneNumberId: '11111' }], /uses the id md twice/],
    ['two lines with one number', [MD, { ...MD, id: 'ro' }], /has whatsapp 106540352242922 twice/],
    [
      'a telegram line, by its name: nobody would answer there',
      [MD, BOT],
      /has the telegram line tg, which this version can't serve/,
    ],
    ['a language we do not speak', [{ ...MD, defaultLocale: 'it' }], /defaultLocale is none of ro, ru, en, fr, de/],
    ['a zone that does not exist', [{ ...MD, timeZone: 'Europe/Balti' }], /timeZone is no IANA time zone/],
    ['a misspelt field', [{ ...MD, bank: ['x'] }], /line 1 Unrecognized key: "bank"/],
    ['a missing field', [{ ...MD, wabaId: undefined }], /line 1, wabaId is missing/],
    ['a channel we do not have', [{ ...MD, channel: 'viber' }], /channel is neither whatsapp nor telegram/],
    ['a duration that is none', [{ ...MD, linkValidity: '30 days' }], /linkValidity is not an ISO 8601 duration/],
    ['no line at all', [], /is empty/],
    ['text that is not JSON', '[', /LINES_FILE names .*lines\.json, which is not JSON/],
  ])('refuses %s', (_, content, message) => {
    expect(() => readLines(fileOf(content))).toThrow(message);
    expect(() => readLines(fileOf(content))).toThrow(ConfigurationError);
  });

  it('says so where there is no such file', () => {
    expect(() => readLines(join(folder, 'none.json'))).toThrow(/LINES_FILE names .*none\.json.*ENOENT/);
  });
});
