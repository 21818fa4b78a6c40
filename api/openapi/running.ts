import { z } from 'zod';
import type { Operation } from './operation';

const text = (type: string, description: string) => ({ status: 200, description, type, schema: z.string() });

export const runningOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    id: 'isAlive',
    tag: 'Running',
    summary: 'Is the process alive?',
    answer: {
      status: 200,
      description: 'It is.',
      type: 'application/json',
      schema: z.object({ status: z.literal('alive') }),
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'isReady',
    tag: 'Running',
    summary: 'Can it serve? Temporal is reachable, and our own keys work',
    answer: {
      status: 200,
      description: 'It can.',
      type: 'application/json',
      schema: z.object({ status: z.literal('ready') }),
    },
    problems: ['NotReady'],
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'readMetrics',
    tag: 'Running',
    summary: "Figures in Prometheus' text format",
    answer: text('text/plain', 'The figures.'),
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'readOpenApi',
    tag: 'Documentation',
    summary: 'This document',
    answer: {
      status: 200,
      description: 'OpenAPI 3.1.',
      type: 'application/json',
      schema: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/docs',
    id: 'browseOpenApi',
    tag: 'Documentation',
    summary: 'This document, to browse',
    answer: text('text/html', 'A page that loads from nowhere else.'),
    problems: [],
  },
  {
    method: 'get',
    path: '/docs/{asset}',
    id: 'readDocsAsset',
    tag: 'Documentation',
    summary: 'What that page is made of',
    parameters: [{ in: 'path', name: 'asset', schema: z.string(), required: true }],
    answer: { status: 200, description: 'A script, a style sheet or an icon.' },
    problems: ['NotFound'],
  },
];
