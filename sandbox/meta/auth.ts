import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { GraphError } from './graph-error';
import type { Numbered } from './statuses';

export interface Credentials {
  readonly accessToken: string;
  readonly appSecret: string;
  readonly requireAppsecretProof: boolean;
}

/** @throws GraphError 190 on a wrong token, 100 on a wrong proof; whatever the version in the path is */
export function authorise(request: Request, { accessToken, appSecret, requireAppsecretProof }: Credentials): void {
  if (!/^v[0-9]+\.[0-9]+$/.test(String(request.params['version']))) {
    throw new GraphError(100, 'Unknown path components', { message: 'Unknown path components', subcode: 33 });
  }
  if (request.get('authorization') !== `Bearer ${accessToken}`) throw new GraphError(190, 'Token is wrong');
  const proof = request.query['appsecret_proof'];
  if (proof === undefined && !requireAppsecretProof) return;
  const time = request.query['appsecret_time'];
  const signed = typeof time === 'string' ? `${accessToken}|${time}` : accessToken;
  const expected = createHmac('sha256', appSecret).update(signed).digest();
  const given = Buffer.from(typeof proof === 'string' ? proof : '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new GraphError(100, 'appsecret_proof is wrong', {
      message: 'Invalid appsecret_proof provided in the API argument',
    });
  }
}

/** An object that the token may not see, or that is not there: 100 with subcode 33, never a 404. */
export function unknownObject(id: string): GraphError {
  return new GraphError(100, 'Unsupported request', {
    subcode: 33,
    message: `Unsupported post request. Object with ID '${id}' does not exist`,
  });
}

export const numberOf = (request: Request, numbers: readonly Numbered[]): Numbered => {
  const id = String(request.params['id']);
  const number = numbers.find(({ phoneNumberId }) => phoneNumberId === id);
  if (number === undefined) throw unknownObject(id);
  return number;
};
