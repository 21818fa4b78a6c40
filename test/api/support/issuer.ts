import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An identity provider of one key, over real HTTP. */
export interface Issuer {
  readonly url: string;
  /** A good token, but for what `claims` change. */
  token(claims?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(audience: string): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  let url = '';
  const server = createServer((incoming, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(incoming.url === '/keys' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: (claims = {}) =>
      new SignJWT({ iss: url, aud: audience, exp: Math.floor(Date.now() / 1_000) + 3_600, sub: 'somebody', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .sign(privateKey),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
