import { z } from 'zod';
import { payloadsSchema } from '../codec/payloads';
import type { Operation } from './operation';

const refusals = [
  'BadRequest',
  'PayloadUnreadable',
  'Unauthorized',
  'Forbidden',
  'BodyTooLarge',
  'BodyEncoding',
  'TooManyRefusals',
] as const;
const page = { type: 'text/html', schema: z.string() };

function translations(how: 'decode' | 'encode', summary: string): readonly Operation[] {
  const path = `/codec/${how}`;
  return [
    {
      method: 'post',
      path,
      id: `${how}Payloads`,
      tag: 'Payload codec',
      summary,
      description: "Temporal's remote codec protocol. Each use is logged with who asked and of which workflows.",
      security: ['bearer', 'session'],
      parameters: [{ in: 'header', name: 'X-Namespace', schema: z.string() }],
      body: { type: 'application/json', schema: payloadsSchema, example: { payloads: [] } },
      answer: { status: 200, description: 'The same payloads.', type: 'application/json', schema: payloadsSchema },
      problems: [...refusals, 'IdentityProviderUnavailable'],
    },
    {
      method: 'options',
      path,
      id: `allow${how === 'decode' ? 'Decode' : 'Encode'}`,
      tag: 'Payload codec',
      summary: "Tells a browser that the Temporal UI's pages may ask",
      answer: { status: 204, description: 'Allowed.' },
      problems: ['Forbidden'],
    },
  ];
}

export const codecOperations: readonly Operation[] = [
  ...translations('decode', 'Makes payloads readable'),
  ...translations('encode', 'Encrypts payloads, for forms that signal and update'),
  {
    method: 'get',
    path: '/codec/login',
    id: 'showCodecLogin',
    tag: 'Payload codec',
    summary: 'A form for CODEC_TOKEN',
    answer: { status: 200, description: 'The form.', ...page },
    problems: ['NotFound'],
  },
  {
    method: 'post',
    path: '/codec/login',
    id: 'logInToCodec',
    tag: 'Payload codec',
    summary: 'Gives a cookie for CODEC_TOKEN',
    body: { type: 'application/x-www-form-urlencoded', schema: z.object({ token: z.string() }) },
    answer: { status: 303, description: 'To the Temporal UI, with an HttpOnly cookie for 12 hours.' },
    problems: ['Unauthorized', 'Forbidden', 'NotFound', 'BodyTooLarge', 'BodyEncoding', 'TooManyRefusals'],
  },
];
