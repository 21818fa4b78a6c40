import {
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import { everythingHeard } from '../../workflows/in-turn';

export interface Acts {
  local(nth: 'first' | 'second' | 'third'): Promise<void>;
  normal(nth: 'watched' | 'shown'): Promise<void>;
}

export const go = defineSignal('go');
export const tap = defineSignal('tap');
export const word = defineSignal('word');
/** Takes its time to answer: whether the second local activity is still under way, as far as the run knows. */
export const look = defineQuery<boolean>('look');

/** So long that a local activity which began before the question ends before the answer. */
const LONG = 400_000_000;

/**
 * Strands as a payment has them: one keeps a record by local activities, others go on when something comes.
 *
 * @param ends the run is over with its second local activity
 * @returns whether the word was heard
 */
export async function strands(ends: boolean): Promise<boolean> {
  const { local } = proxyLocalActivities<Acts>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 1 } });
  const { normal } = proxyActivities<Acts>({ startToCloseTimeout: '1 minute' });
  let going = false;
  let heard = false;
  let tapped = false;
  let second = false;
  setHandler(go, () => void (going = true));
  setHandler(tap, () => void (tapped = true));
  setHandler(word, () => void (heard = true));
  setHandler(look, () => {
    let sum = 0;
    for (let n = 0; n < LONG; n += 1) sum += n;
    return second && sum > 0;
  });

  const watching = (async () => {
    await condition(() => heard);
    // A wait for the first of several things takes some turns more.
    await Promise.race([Promise.resolve().then(() => undefined)]);
    await normal('watched');
  })();
  const showing = condition(() => tapped).then(() => normal('shown'));
  await local('first');
  await condition(() => going);
  second = true;
  await local('second');
  second = false;
  if (ends) {
    await everythingHeard();
    return heard;
  }
  await condition(() => heard);
  await local('third');
  await Promise.all([watching, showing]);
  return heard;
}

/** A local activity in a scope that is cancelled already. */
export async function neverBegun(): Promise<boolean> {
  const { local } = proxyLocalActivities<Acts>({ startToCloseTimeout: '1 minute' });
  let heard = false;
  setHandler(word, () => void (heard = true));
  const scope = new CancellationScope();
  scope.cancel();
  await scope.run(() => local('first')).catch(() => undefined);
  await condition(() => heard);
  return heard;
}
