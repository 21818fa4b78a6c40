import { closureBody, closuresAnswer, settleBody, settledAnswer } from '../operators/bodies';
import type { Operation } from './operation';

const json = 'application/json';
const refusals = [
  'BadRequest',
  'Unauthorized',
  'Forbidden',
  'OperationRefused',
  'BodyTooLarge',
  'BodyEncoding',
  'TooManyRefusals',
  'TemporalUnavailable',
  'DecisionUnknown',
  'IdentityProviderUnavailable',
] as const;
const bearer = ['bearer'] as const;
const tag = 'Operators';

const changeClosure = (action: 'close' | 'open', summary: string): Operation => ({
  method: 'post',
  path: `/ops/${action}`,
  id: `${action}ForCommands`,
  tag,
  summary,
  security: bearer,
  body: { type: json, schema: closureBody, example: { kind: 'bank', id: 'codru-bank', reason: 'maintenance' } },
  answer: { status: 200, description: 'All that is closed now.', type: json, schema: closuresAnswer },
  problems: refusals,
});

export const operatorOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/ops/payments/{linkId}/settle',
    id: 'settlePayment',
    tag,
    summary: 'Settles a payment under review, or a payment request whose answer was lost',
    description:
      'The operator is the OIDC user. A payment under review counts as paid (SUCCESS) by the word of two: the first call proposes, and the same by another operator with `confirm` settles it.',
    security: bearer,
    parameters: [{ in: 'path', name: 'linkId', schema: settleBody.shape.reason, required: true }],
    body: { type: json, schema: settleBody, example: { outcome: 'FAILED', reason: 'the bank has no such transfer' } },
    answer: { status: 200, description: 'It counts now.', type: json, schema: settledAnswer },
    problems: [...refusals, 'LinkUnknown'],
  },
  changeClosure('close', 'Refuses new commands of a bank, merchant, seller or line with one clear word'),
  changeClosure('open', 'Takes them again'),
];
