import type { World } from '../../../sandbox/world';
import type { Random } from './random';

type Fault = string | Readonly<Record<string, unknown>>;

interface Kinds {
  readonly operation: string;
  /** With what the call must hold, as text. */
  readonly contains?: string;
  readonly faults: readonly Fault[];
}

/** How Meta, cap-svc and the rail may answer: too many, down, not at all, and not at all after the work was done. */
const META: readonly Kinds[] = [
  {
    operation: 'sendMessage',
    faults: [
      { code: 131016 },
      { code: 130429, status: 429 },
      { status: 503, body: null },
      { status: 500 },
      'resetConnection',
      'resetAfterEffect',
      'resetAfterEffect',
      'timeoutAfterEffect',
      { delayMs: 1_500 },
    ],
  },
  // A link that can't be delivered is a link that nobody pays: only notices meet this one.
  { operation: 'sendMessage', contains: '#notice-', faults: [{ asyncFailure: 131026 }, 'statusLost'] },
  { operation: 'markRead', faults: [{ status: 500 }, 'resetConnection'] },
];
const CAP: readonly Kinds[] = ['resolveSeller', 'issueEcommToken', 'recordPayment'].map((operation) => ({
  operation,
  faults: [
    { status: 429, retryAfterSeconds: 1 },
    { status: 500 },
    { status: 503 },
    'resetConnection',
    'resetAfterEffect',
    'timeoutAfterEffect',
  ],
}));
const RAIL: readonly Kinds[] = [
  ...['pay', 'requestToPay'].map((operation) => ({
    operation,
    faults: [
      { status: 429 },
      { status: 503 },
      { status: 500, afterEffect: true },
      'resetConnection',
      'resetAfterEffect',
      'timeoutAfterEffect',
    ],
  })),
  { operation: 'readPayment', faults: [{ status: 503 }, 'resetConnection', { delayMs: 1_000 }] },
  { operation: 'publicKey', faults: [{ status: 503 }] },
  {
    operation: 'callback',
    faults: [
      'callbackLost',
      'callbackLost',
      { callbackDuplicates: 2 },
      { callbackDelayMs: 2_500 },
      'badSignature',
      { tamper: { amount: 1 }, resign: false },
    ],
  },
];

/** Faults of one simulator, for the moment. */
function draw(random: Random, kinds: readonly Kinds[], most: number) {
  return Array.from({ length: random.between(0, most) }, () => {
    const { operation, contains, faults } = random.pick(kinds);
    return {
      match: { operation, ...(contains === undefined ? {} : { contains }) },
      times: random.between(1, 2),
      do: random.pick(faults),
    };
  });
}

/** Changes what goes wrong outside; called every other second. Rules that hit nothing are replaced. */
export function changeWeather(world: World, random: Random): void {
  world.meta.faults.replace(draw(random, META, 6));
  world.capSvc.faults.replace(draw(random, CAP, 4));
  for (const rail of world.rails) rail.faults.replace(draw(random, RAIL, 6));
  world.meta.configure({
    delivery: {
      holdMs: random.pick([0, 0, 100, 500]),
      delayMs: random.pick([0, 0, 50, 1_500]),
      order: random.pick(['inOrder', 'reversed', 'shuffled']),
      batch: random.chance(0.5),
      duplicates: random.pick([0, 0, 0, 1]),
    },
  });
}

/** Fair weather from now on: what still waits gets its chance. */
export function clearWeather(world: World): void {
  world.meta.faults.clear();
  world.capSvc.faults.clear();
  for (const rail of world.rails) rail.faults.clear();
  world.meta.configure({ delivery: { holdMs: 0, delayMs: 0, order: 'inOrder', batch: false, duplicates: 0 } });
}
