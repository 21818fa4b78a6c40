import { isGrpcServiceError } from '@temporalio/client';

/** gRPC's code. */
export const NOT_FOUND = 5;

/** What the server was asked for; undefined where it knows no such thing. Every other error stays one. */
export async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (isGrpcServiceError(error) && [NOT_FOUND].includes(error.code)) return undefined;
    throw error;
  });
}
