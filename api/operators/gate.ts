import type { Request } from 'express';
import { createGate } from '../codec/gate';
import type { CodecAccess } from '../codec/gate';
import type { Log } from '../http/log';
import { Problem } from '../http/problem';

const NAME = /^[\w.@-]{1,64}$/;

/**
 * Says who decides. Only an identity provider knows a person: a shared token is nobody's name. On the sandbox's own machine
 * whoever asks may give one, to try the rule of two.
 *
 * @returns the operator's stable id
 */
export function createOperatorGate(
  access: CodecAccess,
  now: () => Date,
  log: Log,
): (request: Request) => Promise<string> {
  const gate = createGate(access, now, log);
  return async (request) => {
    if (access.way === 'token') {
      throw new Problem('Forbidden', 'Decisions about money need CODEC_OIDC_*: CODEC_TOKEN does not say who decides.');
    }
    const subject = await gate(request);
    if (access.way === 'oidc') return subject;
    const name = request.get('x-operator') ?? subject;
    if (NAME.test(name)) return name;
    throw new Problem('BadRequest', 'X-Operator is 1-64 of A-Z a-z 0-9 _ . @ -.');
  };
}
