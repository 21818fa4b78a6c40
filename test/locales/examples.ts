import type { CommandProblem } from '../../domain/command';
import type { Money } from '../../domain/money';
import { LOCALES } from '../../domain/locale';
import type { Notice, NoticeOutcome, Say } from '../../domain/say';
import type { Reader } from '../../locales';

/** 14:30 in Chisinau. */
export const NOW = new Date('2026-11-23T12:30:00Z');

export const READER: Omit<Reader, 'locale'> = {
  timeZone: 'Europe/Chisinau',
  now: NOW,
  line: { defaultLocale: 'ro', country: 'MD', displayNumber: '+37369002773' },
};

export const mdl = (minor: number): Money => ({ minor, currency: 'MDL' });

export const OUTCOMES = [
  'paid',
  'paidAfterAll',
  'failed',
  'declined',
  'expired',
  'cancelled',
  'unconfirmed',
  'review',
  'paidTwice',
  'rtpUnknown',
] as const satisfies readonly NoticeOutcome[];

export function notice(outcome: NoticeOutcome, more: Partial<Notice> = {}): Notice {
  return {
    linkId: 'abcdefghijklmnopqrstk7qx2a',
    seq: 1,
    outcome,
    amount: mdl(10_000),
    description: 'Cafea',
    tag: 'masa7',
    at: '2026-11-23T12:23:00Z',
    ...more,
  };
}

/** The same without anything that a seller or a bank wrote. */
export function bare({ linkId, seq, outcome, amount, at }: Notice): Notice {
  return { linkId, seq, outcome, amount, at };
}

/** What each problem's refusal knows, as the parser and the merchant's limits give it. */
const PROBLEMS: Readonly<Record<CommandProblem, Omit<Extract<Say, { say: 'badCommand' }>, 'say' | 'problem'>>> = {
  AmountMissing: { examples: ['pay 100'] },
  AmountUnclear: { examples: ['pay 100'] },
  TwoReadings: { examples: ['pay 1 "250 tort"', 'pay 1250 "tort"'] },
  AmountZero: { examples: ['pay 100'] },
  AmountNegative: { examples: ['pay 100'] },
  AmountTooLarge: { examples: ['pay 100'] },
  TooManyDecimals: { examples: ['pay 100.50'], currency: 'MDL' },
  BelowMinimum: { examples: ['pay 1'], min: mdl(100), max: mdl(5_000_000) },
  AboveMaximum: { examples: ['pay 50000'], min: mdl(100), max: mdl(5_000_000) },
  WrongCurrency: { examples: ['pay 100'], currency: 'MDL' },
  DescriptionTooLong: { examples: ['pay 100 "Cafea"'] },
  TagTooLong: { examples: ['pay 100 #masa7'] },
  TagUnclear: { examples: ['pay 100 #masa7'] },
  SeveralTags: { examples: ['pay 100 #masa7'] },
  SeveralPayments: { examples: ['pay 100', 'pay 50'] },
  PayerUnclear: { examples: ['/rtp 100 069123456'] },
};

const dozen = (outcomes: readonly NoticeOutcome[]): Notice[] =>
  Array.from({ length: 12 }, (_, index) =>
    notice(outcomes[index % outcomes.length] ?? 'paid', {
      linkId: `abcdefghijklmnopqrstk7qx${String(index).padStart(2, '0')}`,
      at: new Date(NOW.getTime() - index * 3_600_000).toISOString(),
      amount: mdl(10_000 + index * 250),
    }),
  );

export interface Example<S extends Say['say']> {
  readonly title?: string;
  readonly say: Extract<Say, { say: S }>;
}

/** At least one example of all that can be said; a new variant does not compile without its own. */
export const EXAMPLES: { readonly [S in Say['say']]: readonly [Example<S>, ...Example<S>[]] } = {
  greeting: [
    { say: { say: 'greeting', name: 'Ion', currency: 'MDL', rtp: true } },
    { title: 'no name, no RTP', say: { say: 'greeting', currency: 'MDL', rtp: false } },
  ],
  help: [
    { say: { say: 'help', currency: 'MDL', rtp: true } },
    { title: 'no RTP', say: { say: 'help', currency: 'MDL', rtp: false } },
  ],
  link: [
    {
      say: {
        say: 'link',
        merchant: 'Cafenea Aroma',
        amount: mdl(10_000),
        description: 'Cafea + croissant',
        url: 'https://pay.example.com/c/7d1f',
        validUntil: '2026-11-23T12:45:00Z',
      },
    },
    {
      title: 'no description, until another day',
      say: {
        say: 'link',
        merchant: 'Cafenea Aroma',
        amount: mdl(125_050),
        url: 'https://pay.example.com/c/7d1f',
        validUntil: '2026-11-24T12:45:00Z',
      },
    },
  ],
  notice: [
    ...(OUTCOMES.map((outcome) => ({ title: outcome, say: { say: 'notice', notice: notice(outcome) } })) as [
      Example<'notice'>,
      ...Example<'notice'>[],
    ]),
    ...(['failed', 'declined', 'expired'] as const).map((outcome) => ({
      title: `${outcome}, with a retry`,
      say: { say: 'notice' as const, notice: notice(outcome), retryId: 'again:abcdefghijklmnopqrstk7qx2a' },
    })),
    ...(['failed', 'declined', 'expired'] as const).map((outcome) => ({
      title: `${outcome}, of a payment request`,
      say: {
        say: 'notice' as const,
        notice: notice(outcome, { rtp: true }),
        retryId: 'link:abcdefghijklmnopqrstk7qx2a',
      },
    })),
    {
      title: 'paid yesterday, several merchants',
      say: { say: 'notice', notice: notice('paid', { at: '2026-11-22T16:05:00Z', merchant: 'Cafenea Aroma' }) },
    },
  ],
  notices: [
    { say: { say: 'notices', notices: dozen(['paid', 'failed', 'unconfirmed', 'paidTwice']).slice(0, 5) } },
    { title: 'more than ten', say: { say: 'notices', notices: dozen(['paid', 'paid', 'expired', 'declined']) } },
    { title: 'more than ten, of all kinds', say: { say: 'notices', notices: dozen(OUTCOMES) } },
  ],
  badCommand: Object.entries(PROBLEMS).map(([problem, known]) => ({
    title: problem,
    say: { say: 'badCommand', problem: problem as CommandProblem, ...known },
  })) as [Example<'badCommand'>, ...Example<'badCommand'>[]],
  confirm: (['old', 'forwarded', 'delayed'] as const).map((reason) => ({
    title: reason,
    say: { say: 'confirm', reason, command: 'pay 100 "Cafea" #masa7', confirmId: 'issue:abcdefghijklmnopqrstk7qx2a' },
  })) as [Example<'confirm'>, ...Example<'confirm'>[]],
  stranger: [{ say: { say: 'stranger' } }],
  blocked: [{ say: { say: 'blocked' } }],
  closed: (['bank', 'merchant', 'seller', 'line'] as const).map((what) => ({
    title: what,
    say: { say: 'closed', what },
  })) as [Example<'closed'>, ...Example<'closed'>[]],
  frozen: [{ say: { say: 'frozen' } }],
  notIssued: [{ say: { say: 'notIssued', amount: mdl(10_000) } }],
  delayed: [{ say: { say: 'delayed', amount: mdl(10_000) } }, { title: 'no amount', say: { say: 'delayed' } }],
  tooMany: [{ say: { say: 'tooMany' } }],
  languages: [{ say: { say: 'languages' } }],
  languageSet: LOCALES.map((chosen) => ({ title: chosen, say: { say: 'languageSet', chosen } })) as unknown as [
    Example<'languageSet'>,
    ...Example<'languageSet'>[],
  ],
  merchants: [
    {
      say: {
        say: 'merchants',
        amount: mdl(10_000),
        rows: [
          { id: 'merchant:1', title: 'Cafenea Aroma', description: 'Banca Unu' },
          { id: 'merchant:2', title: 'Magazinul Floarea-soarelui Centru', description: 'Banca Doi' },
        ],
      },
    },
    { title: 'from now on', say: { say: 'merchants', rows: [{ id: 'merchant:1', title: 'Cafenea Aroma' }] } },
  ],
  merchantSet: [{ say: { say: 'merchantSet', merchant: 'Cafenea Aroma' } }],
  merchantOnly: [{ say: { say: 'merchantOnly', merchant: 'Cafenea Aroma' } }],
  questionEnded: [{ say: { say: 'questionEnded' } }],
  sendAgain: [{ say: { say: 'sendAgain' } }],
  askPayer: [
    { say: { say: 'askPayer', amount: mdl(10_000) } },
    { title: 'once more', say: { say: 'askPayer', amount: mdl(10_000), unclear: true } },
  ],
  confirmPayer: [
    { say: { say: 'confirmPayer', amount: mdl(10_000), payerMasked: '+373 ***456', sendId: 'send:abcdefgh' } },
    {
      title: 'of a seller of several merchants',
      say: {
        say: 'confirmPayer',
        amount: mdl(10_000),
        payerMasked: '+373 ***456',
        merchant: 'Cafenea Aroma',
        sendId: 'send:abcdefgh',
      },
    },
  ],
  rtpSent: [
    {
      say: { say: 'rtpSent', amount: mdl(10_000), payerMasked: '+373 ***456', validUntil: '2026-11-23T12:45:00Z' },
    },
    {
      title: 'until another day',
      say: { say: 'rtpSent', amount: mdl(10_000), payerMasked: '+373 ***456', validUntil: '2026-11-24T12:45:00Z' },
    },
    {
      title: 'of a seller of several merchants',
      say: {
        say: 'rtpSent',
        amount: mdl(10_000),
        payerMasked: '+373 ***456',
        merchant: 'Cafenea Aroma',
        validUntil: '2026-11-23T12:45:00Z',
      },
    },
  ],
  rtpNotPossible: (['notAvailable', 'payerRefused', 'sellerLimit', 'payerLimit', 'payerDeclined'] as const).map(
    (reason) => ({
      title: reason,
      say: { say: 'rtpNotPossible', reason, amount: mdl(10_000), linkInsteadId: 'link:abcdefgh' },
    }),
  ) as [Example<'rtpNotPossible'>, ...Example<'rtpNotPossible'>[]],
  list: [
    {
      say: {
        say: 'list',
        count: 20,
        links: [
          {
            amount: mdl(10_000),
            description: 'Cafea',
            tag: 'masa7',
            state: 'open',
            validUntil: '2026-11-23T12:45:00Z',
          },
          { amount: mdl(8_000), state: 'open', validUntil: '2026-11-25T12:45:00Z' },
          { amount: mdl(2_500), tag: 'masa2', state: 'checking' },
          ...OUTCOMES.filter((outcome) => outcome !== 'paidAfterAll').map((state) => ({
            amount: mdl(10_000),
            state,
            at: '2026-11-23T10:05:00Z',
          })),
          { amount: mdl(9_900), description: 'Tort', state: 'paid' as const, at: '2026-11-22T10:05:00Z' },
        ],
      },
    },
    { title: 'one', say: { say: 'list', count: 1, links: [{ amount: mdl(100), state: 'open' }] } },
    { title: 'none', say: { say: 'list', count: 0, links: [] } },
  ],
  today: [
    {
      say: {
        say: 'today',
        totals: [
          {
            merchant: 'Cafenea Aroma',
            total: mdl(42_000),
            count: 21,
            tags: [
              { tag: 'masa7', total: mdl(40_000), count: 20 },
              { total: mdl(2_000), count: 1 },
            ],
            inReview: 1,
          },
          {
            merchant: 'Florăria Crin',
            total: mdl(30_000),
            count: 3,
            tags: [{ total: mdl(30_000), count: 3 }],
            inReview: 0,
          },
        ],
      },
    },
    { title: 'none', say: { say: 'today', totals: [] } },
  ],
  cancelled: [{ say: { say: 'cancelled', amount: mdl(10_000) } }],
  cancelWhat: [{ say: { say: 'cancelWhat' } }],
  cancelTooLate: [{ say: { say: 'cancelTooLate' } }],
  cancelUnknown: [{ say: { say: 'cancelUnknown' } }],
  phoneWanted: [{ say: { say: 'phoneWanted' } }],
};
