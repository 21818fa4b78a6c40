import { describe, expect, it } from '@jest/globals';
import { CapFailure, type CapService, type EcommToken } from '../../cap-svc/cap-svc';
import { createTokenBroker, type TokenBroker } from '../../cap-svc/token-broker';

const BANK = 'https://rail.example';

interface Fixture {
  readonly broker: TokenBroker;
  readonly asked: string[];
  now: number;
  answer: (token: EcommToken) => EcommToken | Promise<EcommToken>;
}

function build(max = 100): Fixture {
  const asked: string[] = [];
  const none = (): Promise<never> => Promise.reject(new Error('not part of this test'));
  const cap: CapService = {
    resolveSeller: none,
    recordPayment: none,
    issueToken: async (posUserId, merchantId, requestId) => {
      asked.push(`${posUserId}/${merchantId}/${requestId}`);
      const token = { accessToken: `token-${asked.length}`, expiresInSeconds: 300, terminalId: 'T1' };
      return fixture.answer({ ...token, ecommBaseUrl: `${BANK}/` });
    },
  };
  const broker = createTokenBroker(cap, { now: () => fixture.now, railOrigins: [BANK], max });
  const fixture: Fixture = { broker, asked, now: 1_000_000, answer: (token) => token };
  return fixture;
}

describe('the token broker', () => {
  it('asks cap-svc once for as long as the token lives, less 30 seconds', async () => {
    const it_ = build();
    await expect(it_.broker.access('p', 'm', 'r1')).resolves.toEqual({
      accessToken: 'token-1',
      origin: BANK,
      terminalId: 'T1',
    });
    it_.now += 269_999;
    await expect(it_.broker.access('p', 'm', 'r2')).resolves.toMatchObject({ accessToken: 'token-1' });
    it_.now += 1;
    await expect(it_.broker.access('p', 'm', 'r3')).resolves.toMatchObject({ accessToken: 'token-2' });
    expect(it_.asked).toEqual(['p/m/r1', 'p/m/r3']);
  });

  it('lets all who ask at the same time wait for one answer', async () => {
    const it_ = build();
    const all = await Promise.all(Array.from({ length: 50 }, (_, at) => it_.broker.access('p', 'm', `r${at}`)));
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(it_.asked).toEqual(['p/m/r0']);
  });

  it('mixes up no sellers and no merchants', async () => {
    const it_ = build();
    await it_.broker.access('a', 'b', 'r');
    await it_.broker.access('b', 'a', 'r');
    await it_.broker.access('a","b', '', 'r');
    expect(it_.asked).toHaveLength(3);
  });

  it('keeps no failure', async () => {
    const it_ = build();
    it_.answer = () => Promise.reject(new CapFailure('Unavailable', 'down'));
    await expect(it_.broker.access('p', 'm', 'r')).rejects.toMatchObject({ kind: 'Unavailable' });
    it_.answer = (token) => token;
    await expect(it_.broker.access('p', 'm', 'r')).resolves.toMatchObject({ accessToken: 'token-2' });
  });

  it('counts the time of a token from before the call: nobody knows how long the answer was under way', async () => {
    const it_ = build();
    it_.answer = (token) => {
      it_.now += 280_000;
      return token;
    };
    await it_.broker.access('p', 'm', 'r');
    await it_.broker.access('p', 'm', 'r');
    expect(it_.asked).toHaveLength(2);
  });

  it('forgets a token that the rail refused, but not the one that another caller brokered since', async () => {
    const it_ = build();
    const first = await it_.broker.access('p', 'm', 'r');
    it_.broker.forget('p', 'm', first);
    const second = await it_.broker.access('p', 'm', 'r');
    it_.broker.forget('p', 'm', first);
    await expect(it_.broker.access('p', 'm', 'r')).resolves.toBe(second);
    it_.broker.forget('p', 'm');
    await it_.broker.access('p', 'm', 'r');
    expect(it_.asked).toHaveLength(3);
  });

  it('keeps no more than it may', async () => {
    const it_ = build(2);
    for (const seller of ['a', 'b', 'c', 'a']) await it_.broker.access(seller, 'm', 'r');
    expect(it_.asked).toHaveLength(4);
  });

  it('hands the RTP terminal on where there is one', async () => {
    const it_ = build();
    it_.answer = (token) => ({ ...token, rtpTerminalId: 'R1' });
    await expect(it_.broker.access('p', 'm', 'r')).resolves.toMatchObject({ rtpTerminalId: 'R1' });
  });

  it.each([
    'https://evil.example',
    'http://rail.example',
    'https://rail.example:8443',
    'https://rail.example.evil.example',
    'https://rail.example@evil.example',
    'https://user@rail.example',
    'https://rail.example/ecomm',
    'https://rail.example?x=1',
  ])('uses no token at %s, which is not allow-listed', async (ecommBaseUrl) => {
    const it_ = build();
    it_.answer = (token) => ({ ...token, ecommBaseUrl });
    const refused = it_.broker.access('p', 'm', 'r');
    await expect(refused).rejects.toMatchObject({ kind: 'BadRequest' });
    await expect(refused).rejects.toThrow(/RAIL_ORIGINS/);
    await expect(refused).rejects.not.toThrow(/token-1/);
  });
});
