import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';

export interface Acts {
  local(nth: 'first' | 'second' | 'third'): Promise<void>;
  normal(): Promise<void>;
}

export const go = defineSignal('go');
export const word = defineSignal('word');
/** Takes its time to answer: whether the second local activity is still under way, as far as the run knows. */
export const look = defineQuery<boolean>('look');

/** So long that a local activity which began before the question ends before the answer. */
const LONG = 400_000_000;

/**
 * Two strands, as a payment has them: one keeps a record by local activities, the other goes on when a word comes.
 *
 * @param ends the run is over with its second local activity
 * @returns whether the word was heard
 */
export async function twoStrands(ends: boolean): Promise<boolean> {
  const { local } = proxyLocalActivities<Acts>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 1 } });
  const { normal } = proxyActivities<Acts>({ startToCloseTimeout: '1 minute' });
  let going = false;
  let heard = false;
  let second = false;
  setHandler(go, () => void (going = true));
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
    await normal();
  })();
  await local('first');
  await condition(() => going);
  second = true;
  await local('second');
  second = false;
  if (ends) {
    await condition(allHandlersFinished);
    return heard;
  }
  await condition(() => heard);
  await local('third');
  await watching;
  return heard;
}
