import { describe, expect, it } from '@jest/globals';
import { createKeyRing, type KeyRing, type KeyVerdict } from '../../rails/key-ring';
import { RailFailure, type RailAccess } from '../../rails/rail';

const BANK = 'https://bank.example';
const OTHER = 'https://other.example';
const MINUTE = 60_000;

const accessTo = (origin: string): RailAccess => ({ origin, accessToken: 'secret', terminalId: 'T' });
/** A callback that one key fits. */
const signedBy = (key: string): { verify: (publicKey: string) => boolean } => ({ verify: (it_) => it_ === key });

interface Fixture {
  readonly ring: KeyRing;
  /** What each bank publishes now; undefined: it can't be reached. */
  readonly published: Map<string, string | undefined>;
  readonly fetched: string[];
  now: number;
  ask(key: string, origin?: string): Promise<KeyVerdict>;
}

function build(): Fixture {
  const published = new Map<string, string | undefined>([
    [BANK, 'bank-1'],
    [OTHER, 'other-1'],
  ]);
  const fetched: string[] = [];
  const ring = createKeyRing({
    origins: [BANK, OTHER],
    now: () => fixture.now,
    fetchKey: async ({ origin }) => {
      fetched.push(origin);
      await Promise.resolve();
      const key = published.get(origin);
      if (key === undefined) throw new RailFailure('Unavailable', 'down');
      return key;
    },
  });
  const ask = (key: string, origin = BANK): Promise<KeyVerdict> =>
    ring.originsOf(signedBy(key), () => Promise.resolve(accessTo(origin)));
  const fixture: Fixture = { ring, published, fetched, now: 1_000_000, ask };
  return fixture;
}

const misfit = { fits: undefined, because: 'misfit' };
const outOfReach = { fits: undefined, because: 'outOfReach' };

describe('the key ring', () => {
  it("fetches a bank's key when a callback first needs it, and keeps it", async () => {
    const it_ = build();
    expect(it_.ring.fitting(signedBy('bank-1'))).toEqual([]);
    await expect(it_.ask('bank-1')).resolves.toEqual({ fits: [BANK] });
    expect(it_.ring.fitting(signedBy('bank-1'))).toEqual([BANK]);
    const down = () => Promise.reject(new Error('cap-svc is down'));
    await expect(it_.ring.originsOf(signedBy('bank-1'), down)).resolves.toEqual({ fits: [BANK] });
    expect(it_.fetched).toEqual([BANK]);
  });

  it('says whose key fitted, whoever the link belongs to', async () => {
    const it_ = build();
    await it_.ask('other-1', OTHER);
    await expect(it_.ask('other-1', BANK)).resolves.toEqual({ fits: [OTHER] });
  });

  it('names both hosts of a bank that has one key at two, once a link of each was asked about', async () => {
    const it_ = build();
    it_.published.set(OTHER, 'bank-1');
    await expect(it_.ask('bank-1', BANK)).resolves.toEqual({ fits: [BANK] });
    expect(it_.ring.isComplete()).toBe(false);
    await expect(it_.ask('bank-1', OTHER)).resolves.toEqual({ fits: [BANK, OTHER] });
    expect(it_.ring.isComplete()).toBe(true);
    await it_.ring.originsOf(signedBy('bank-1'), () => Promise.reject(new Error('not asked')));
    expect(it_.fetched).toEqual([BANK, OTHER]);
  });

  it('names both hosts also after the bank has replaced the key of both', async () => {
    const it_ = build();
    it_.published.set(OTHER, 'bank-1');
    await it_.ask('bank-1', BANK);
    it_.now += MINUTE;
    await it_.ask('bank-1', OTHER);
    it_.published.set(BANK, 'bank-2').set(OTHER, 'bank-2');
    await expect(it_.ask('bank-2', BANK)).resolves.toEqual({ fits: [BANK] });
    expect(it_.ring.isComplete()).toBe(false);
    await expect(it_.ask('bank-2', OTHER)).resolves.toEqual({ fits: [BANK, OTHER] });
  });

  it('asks no bank again whose key fits, while that of another is missing', async () => {
    const it_ = build();
    await it_.ask('bank-1');
    it_.now += MINUTE;
    await expect(it_.ask('bank-1')).resolves.toEqual({ fits: [BANK] });
    expect(it_.fetched).toEqual([BANK]);
  });

  it('goes by what fits where the other key can not be had', async () => {
    const it_ = build();
    it_.published.set(OTHER, undefined);
    await it_.ask('bank-1');
    await expect(it_.ask('bank-1', OTHER)).resolves.toEqual({ fits: [BANK] });
  });

  it('follows a bank that has replaced its key', async () => {
    const it_ = build();
    await it_.ask('bank-1');
    it_.published.set(BANK, 'bank-2');
    it_.now += MINUTE;
    await expect(it_.ask('bank-2')).resolves.toEqual({ fits: [BANK] });
    await expect(it_.ask('bank-1')).resolves.toEqual(misfit);
  });

  it('asks a bank at most once a minute, whatever callbacks claim', async () => {
    const it_ = build();
    const forged = Array.from({ length: 20 }, () => it_.ask('forged'));
    await expect(Promise.all(forged)).resolves.toEqual(Array.from({ length: 20 }, () => misfit));
    it_.now += MINUTE - 1;
    await expect(it_.ask('forged')).resolves.toEqual(misfit);
    expect(it_.fetched).toEqual([BANK]);
    it_.now += 1;
    await it_.ask('forged');
    await it_.ask('forged', OTHER);
    expect(it_.fetched).toEqual([BANK, BANK, OTHER]);
  });

  it('gives no verdict while the key is out of reach, not even over an old key that did not fit', async () => {
    const it_ = build();
    it_.published.set(BANK, undefined);
    await expect(it_.ask('bank-1')).resolves.toEqual(outOfReach);
    it_.published.set(BANK, 'bank-1');
    await expect(it_.ask('bank-1')).resolves.toEqual(outOfReach);
    it_.now += MINUTE;
    await expect(it_.ask('bank-1')).resolves.toEqual({ fits: [BANK] });
    it_.published.set(BANK, undefined);
    it_.now += MINUTE;
    await expect(it_.ask('bank-2')).resolves.toEqual(outOfReach);
    expect(it_.ring.fitting(signedBy('bank-1'))).toEqual([BANK]);
  });

  it('fetches nothing for a link that nobody knows', async () => {
    const it_ = build();
    await expect(it_.ring.originsOf(signedBy('bank-1'), () => Promise.resolve(undefined))).resolves.toEqual(misfit);
    expect(it_.fetched).toEqual([]);
  });

  it('gives no verdict where no access could be had, or leads to a place that is not allow-listed', async () => {
    const it_ = build();
    const down = (): Promise<never> => Promise.reject(new Error('cap-svc is down'));
    await expect(it_.ring.originsOf(signedBy('bank-1'), down)).resolves.toEqual(outOfReach);
    await expect(it_.ask('bank-1', 'https://evil.example')).resolves.toEqual(outOfReach);
    expect(it_.fetched).toEqual([]);
  });
});
