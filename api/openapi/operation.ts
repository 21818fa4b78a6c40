import type { z } from 'zod';
import type { ProblemCode } from '../http/problem';

/** One method of one address, described. */
export interface Operation {
  readonly method: 'get' | 'post' | 'options';
  /** As OpenAPI writes it: `/webhooks/rail/{linkId}`. */
  readonly path: string;
  readonly id: string;
  readonly tag: 'Webhooks' | 'Links' | 'Payload codec' | 'Operators' | 'Running' | 'Documentation';
  readonly summary: string;
  readonly description?: string;
  /** Names of the security schemes of which one is enough. */
  readonly security?: readonly ('bearer' | 'session')[];
  /** Parameters, each with its schema; those of the path are required. */
  readonly parameters?: readonly {
    readonly in: 'query' | 'header' | 'path';
    readonly name: string;
    readonly schema: z.ZodType;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly body?: { readonly type: string; readonly schema: z.ZodType; readonly example?: unknown };
  /** What it answers where all is well; no schema: no body. */
  readonly answer: {
    readonly status: number;
    readonly description: string;
    readonly type?: string;
    readonly schema?: z.ZodType;
  };
  /** Further answers that are no problems: redirects. */
  readonly others?: readonly { readonly status: number; readonly description: string }[];
  readonly problems: readonly ProblemCode[];
  /** A person who opens the address reads its problems as pages; a program that accepts JSON gets the document. */
  readonly problemsAsPages?: boolean;
}
