import { describe, expect, it } from '@jest/globals';
import { doAll } from '../../api/intake/batch';
import { TemporalUnavailable } from '../../api/ports/temporal';

describe('a batch', () => {
  it('keeps the order within a group and does groups side by side', async () => {
    const done: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const work = [
      { group: 'a', run: () => held.then(() => void done.push('a1')) },
      { group: 'a', run: () => Promise.resolve(void done.push('a2')) },
      {
        group: 'b',
        run: () => {
          done.push('b1');
          release();
          return Promise.resolve();
        },
      },
    ];
    await doAll(work, 2);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('never does more groups at once than allowed', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
    };
    await doAll(
      Array.from({ length: 50 }, (_, at) => ({ group: String(at), run })),
      4,
    );
    expect(most).toBe(4);
  });

  it('begins nothing more when Temporal is away', async () => {
    let begun = 0;
    const away = new TemporalUnavailable(true, 'test');
    const work = Array.from({ length: 100 }, (_, at) => ({
      group: String(at),
      run: () => {
        begun += 1;
        return Promise.reject(away);
      },
    }));
    await expect(doAll(work, 8)).rejects.toBe(away);
    expect(begun).toBeLessThanOrEqual(8);
  });

  it('does the rest when one thing is refused, and still fails: it would be lost otherwise', async () => {
    const refused = new TemporalUnavailable(false, 'test');
    const done: string[] = [];
    const work = ['poison', 'b', 'c'].map((group) => ({
      group,
      run: () => (group === 'poison' ? Promise.reject(refused) : Promise.resolve(void done.push(group))),
    }));
    await expect(doAll(work, 1)).rejects.toBe(refused);
    expect(done).toEqual(['b', 'c']);
  });
});
