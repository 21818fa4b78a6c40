import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities';
import type { Deps } from '../../activities/deps';
import { LOCALES } from '../../domain/locale';
import type { NotificationState, PaymentState, StuckReason } from '../../domain/payment';
import { STORIES } from '../../sandbox/stories';
import * as contract from '../../workflows/payment-link.contract';

type Words = Readonly<Record<string, string>>;
const wordsOf = (language: string): Words =>
  JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'sandbox', 'page', 'app', 'i18n', `${language}.json`), 'utf8'),
  ) as Words;

const english = wordsOf('en');
const holes = (text = ''): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

const STATES: Record<PaymentState, true> = {
  Resolving: true,
  ChoosingMerchant: true,
  AskingPayer: true,
  Issuing: true,
  AwaitingPayment: true,
  Paid: true,
  Failed: true,
  Declined: true,
  Expired: true,
  Cancelled: true,
  Refused: true,
  Forwarded: true,
  NeedsReview: true,
  RtpUnknown: true,
};
const STUCK: Record<StuckReason, true> = {
  CapSvcUnavailable: true,
  RailUnavailable: true,
  ChannelUnavailable: true,
  WindowClosed: true,
  TemplateUnavailable: true,
  PairRate: true,
  RtpOutcomeUnknown: true,
  AmountMismatch: true,
  CallbackMissing: true,
  SellerUnverified: true,
  AccountBlocked: true,
  SendOutcomeUnknown: true,
  NoticeUndeliverable: true,
  RecordConflict: true,
  PaidTwice: true,
};
const TOLD: Record<NotificationState, true> = {
  None: true,
  Sending: true,
  Sent: true,
  SentByTemplate: true,
  Owed: true,
  PossiblyTwice: true,
  Undeliverable: true,
};

describe('the sandbox page', () => {
  const told = (prefix: string, names: readonly string[]): readonly string[] =>
    names.filter((name) => !(`${prefix}.${name}` in english));

  it('has a word for whatever a payment can be', () => {
    expect(told('state', Object.keys(STATES))).toEqual([]);
    expect(told('told', Object.keys(TOLD))).toEqual([]);
    expect(told('stuck', Object.keys(STUCK))).toEqual([]);
  });

  it('has a word for each step and each thing that can happen to it', () => {
    expect(told('step', Object.keys(createActivities({ temporal: {}, lines: [] } as unknown as Deps)))).toEqual([]);
    const messages = Object.values(contract).flatMap((one) =>
      typeof one === 'object' && 'type' in one && one.type !== 'query' ? [one.name] : [],
    );
    expect(messages).toContain('railReported');
    expect(told('signal', messages)).toEqual([]);
  });
});

describe.each(LOCALES)('the sandbox page in %s', (language) => {
  const words = wordsOf(language);

  it('has a word for everything, with the same values in it', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
    const wrong = Object.keys(english).filter((key) => holes(words[key]).join() !== holes(english[key]).join());
    expect(wrong).toEqual([]);
    expect(Object.values(words).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('has a caption for each scene of each story, and no more', () => {
    const captions = STORIES.flatMap(({ id, scenes }) => [
      `story.${id}`,
      ...scenes.map((_, scene) => `story.${id}.${String(scene)}`),
    ]);
    expect(Object.keys(words).filter((key) => key.startsWith('story.'))).toEqual(captions);
  });

  it('tells its stories in that language', () => {
    const untold = Object.keys(english).filter((key) => key.startsWith('story.') && words[key] === english[key]);
    expect(untold.length === 0 || language === 'en').toBe(true);
  });
});
