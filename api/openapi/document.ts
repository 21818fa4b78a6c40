import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../http/problem';
import { codecOperations } from './codec';
import { linkPageOperations } from './link-page';
import type { Operation } from './operation';
import { operatorOperations } from './operators';
import { runningOperations } from './running';
import { webhookOperations } from './webhooks';

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes).describe('For programs.'),
  detail: z.string().describe('For people: what it means and what to do.'),
});

const OPERATIONS: readonly Operation[] = [
  ...webhookOperations,
  ...linkPageOperations,
  ...codecOperations,
  ...operatorOperations,
  ...runningOperations,
];

/** Every route of ours as OpenAPI 3.1, made from the zod schemas. */
export function createOpenApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'miaPOS Conversational',
      version: '1',
      description: 'Instant-payment links from a chat. Every error is a problem document (RFC 9457).',
    },
    paths,
    components: {
      schemas: { Problem: toSchema(problemSchema) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: "CODEC_TOKEN, or the OIDC user's token." },
        session: { type: 'apiKey', in: 'cookie', name: 'codec_session', description: 'From /codec/login.' },
      },
    },
  };
}

function toOperation(operation: Operation) {
  const { id, tag, summary, description, security, parameters, body, answer } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(security === undefined ? {} : { security: security.map((name) => ({ [name]: [] })) }),
    ...(parameters === undefined
      ? {}
      : { parameters: parameters.map(({ schema, ...parameter }) => ({ ...parameter, schema: toSchema(schema) })) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [body.type]: {
                schema: toSchema(body.schema),
                ...(body.example === undefined ? {} : { example: body.example }),
              },
            },
          },
        }),
    responses: {
      [answer.status]: toAnswer(answer),
      ...Object.fromEntries(
        (operation.others ?? []).map(({ status, description: says }) => [status, { description: says }]),
      ),
      ...toProblems(operation),
    },
  };
}

function toAnswer({ description, type, schema }: Operation['answer']) {
  return {
    description,
    ...(type === undefined || schema === undefined ? {} : { content: { [type]: { schema: toSchema(schema) } } }),
  };
}

/** Several problems may share a status; a bug of ours may be anywhere. */
function toProblems({ problems, problemsAsPages }: Operation) {
  const codesOf = (status: number) => problems.filter((code) => PROBLEMS[code] === status);
  const statuses = [...new Set([...problems.map((code) => PROBLEMS[code]), PROBLEMS.InternalError])];
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    ...(problemsAsPages === true ? { 'text/html': { schema: { type: 'string' } } } : {}),
  };
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: [STATUS_CODES[status], codesOf(status).join(', ')].filter(Boolean).join(': '), content },
    ]),
  );
}

function toSchema(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
