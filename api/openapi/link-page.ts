import { z } from 'zod';
import type { Operation } from './operation';

const linkId = {
  in: 'path',
  name: 'linkId',
  required: true,
  schema: z.string().regex(/^[a-z2-7]{26}$/),
} as const;
const lang = {
  in: 'query',
  name: 'lang',
  schema: z.enum(['ro', 'ru', 'en', 'fr', 'de']),
  description: 'The language that the reader chose; else Accept-Language decides, else the line.',
} as const;
const page = { type: 'text/html', schema: z.string() } as const;

export const linkPageOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/p/{linkId}',
    id: 'openLink',
    tag: 'Links',
    summary: 'The page of a link that outlives its payments',
    description:
      'Makes nothing and pays nothing. People get a page in their language whatever goes wrong; problem documents are for those who accept JSON only.',
    parameters: [
      linkId,
      lang,
      {
        in: 'query',
        name: 'back',
        schema: z.string(),
        description: 'The visitor comes back from the checkout page (successUrl, failUrl): the rail is asked at once.',
      },
      {
        in: 'query',
        name: 'go',
        schema: z.string(),
        description:
          'The page’s own way on: leads to the checkout page also in a browser that is named like a chat’s preview.',
      },
    ],
    answer: { status: 200, description: 'What became of the link, and what can be done.', ...page },
    others: [{ status: 302, description: 'To the checkout page, while its payment has 60 s or more to live.' }],
    problems: ['BadRequest', 'LinkUnknown', 'TooManyRequests', 'TemporalUnavailable'],
    problemsAsPages: true,
  },
  {
    method: 'post',
    path: '/p/{linkId}',
    id: 'payByLink',
    tag: 'Links',
    summary: 'The button of that page: makes the next payment where the last one is over and unpaid',
    description:
      'Answers 403 with the page where another site posts, or where the token is not of this page: one more press is enough.',
    parameters: [linkId, lang],
    body: {
      type: 'application/x-www-form-urlencoded',
      schema: z.object({ token: z.string().describe('From the page, for a day.') }),
    },
    answer: { status: 200, description: 'No payment was made; the page says why.', ...page },
    others: [
      { status: 303, description: 'To the checkout page of the payment that can be paid now.' },
      { status: 403, description: 'Not from this page: the page once more.' },
    ],
    problems: ['BadRequest', 'LinkUnknown', 'BodyTooLarge', 'BodyEncoding', 'TooManyRequests', 'TemporalUnavailable'],
    problemsAsPages: true,
  },
];
