import type { SwitchView } from '../wire';
import type { Desk } from './desk';

type Simulator = SwitchView['of'];

interface Switch {
  readonly of: Simulator;
  /** A fault rule of the simulator, or settings with what turns them back. */
  readonly rule?: Readonly<Record<string, unknown>>;
  readonly on?: (desk: Desk) => void;
  readonly off?: (desk: Desk) => void;
  /** Lines are on hold after it, until somebody resumes them. */
  readonly holdsLines?: true;
}

const always = (operation: string, fault: unknown): Pick<Switch, 'rule'> => ({
  rule: { match: { operation }, always: true, do: fault },
});
const delivery =
  (change: Parameters<Desk['stack']['world']['meta']['configure']>[0]) =>
  (desk: Desk): void =>
    desk.stack.world.meta.configure(change);

/** What can be made to go wrong with one click, and stays so until it is switched off. */
const SWITCHES: Readonly<Record<string, Switch>> = {
  metaDown: { of: 'meta', ...always('sendMessage', { status: 503 }) },
  metaSilent: { of: 'meta', ...always('sendMessage', 'timeoutAfterEffect') },
  metaUnreachable: { of: 'meta', ...always('sendMessage', { asyncFailure: 131026 }) },
  metaPairRate: { of: 'meta', ...always('sendMessage', { code: 131056 }) },
  metaTokenRevoked: { of: 'meta', ...always('sendMessage', { code: 190 }), holdsLines: true },
  metaStatusLost: { of: 'meta', ...always('sendMessage', 'statusLost') },
  metaFiveTimes: {
    of: 'meta',
    on: delivery({ delivery: { duplicates: 4 } }),
    off: delivery({ delivery: { duplicates: 0 } }),
  },
  metaShuffled: {
    of: 'meta',
    on: delivery({ delivery: { holdMs: 800, order: 'shuffled' } }),
    off: delivery({ delivery: { holdMs: 0, order: 'inOrder' } }),
  },
  capDown: { of: 'capSvc', ...always('resolveSeller', { status: 503 }) },
  capTokensDown: { of: 'capSvc', ...always('issueEcommToken', { status: 503 }) },
  capRecordsDown: { of: 'capSvc', ...always('recordPayment', { status: 503 }) },
  capRecordConflict: { of: 'capSvc', ...always('recordPayment', { code: 'PAYMENT_CONFLICT' }) },
  capSlow: { of: 'capSvc', rule: { always: true, do: { delayMs: 3_000 } } },
  railDown: { of: 'rail', ...always('pay', { status: 503 }) },
  railSilent: { of: 'rail', ...always('pay', 'timeoutAfterEffect') },
  railRequestLost: { of: 'rail', ...always('requestToPay', 'resetAfterEffect') },
  railNoAnswer: { of: 'rail', ...always('readPayment', { status: 503 }) },
  callbackLost: { of: 'rail', ...always('callback', 'callbackLost') },
  callbackTwice: { of: 'rail', ...always('callback', { callbackDuplicates: 4 }) },
  callbackLate: { of: 'rail', ...always('callback', { callbackDelayMs: 10_000 }) },
  callbackForged: { of: 'rail', ...always('callback', 'badSignature') },
  callbackWrongAmount: { of: 'rail', ...always('callback', { tamper: { amount: 1 }, resign: true }) },
};

/** The switches of all simulators. Rules that somebody else gave a simulator stay where they are. */
export class Switchboard {
  readonly #on = new Set<string>();

  constructor(private readonly desk: Desk) {}

  list(): readonly SwitchView[] {
    return Object.entries(SWITCHES).map(([id, { of }]) => ({ id, of, on: this.#on.has(id) }));
  }

  knows(id: string): boolean {
    return id in SWITCHES;
  }

  /** Whether lines have to be resumed once it is off, as after a real outage of the kind. */
  holdsLines(id: string): boolean {
    return SWITCHES[id]?.holdsLines === true;
  }

  turn(id: string, on: boolean): void {
    const one = SWITCHES[id];
    if (one === undefined || this.#on.has(id) === on) return;
    const before = this.#rules(one.of);
    if (on) this.#on.add(id);
    else this.#on.delete(id);
    if (on) one.on?.(this.desk);
    else one.off?.(this.desk);
    for (const { faults } of this.#simulators(one.of)) {
      const ours = new Set(before.map((rule) => JSON.stringify(rule)));
      const foreign = faults.list().filter((rule) => !ours.has(JSON.stringify(rule)));
      faults.replace([...foreign, ...this.#rules(one.of)]);
    }
  }

  allOff(): void {
    for (const id of [...this.#on]) this.turn(id, false);
  }

  #rules(of: Simulator): readonly unknown[] {
    return [...this.#on].flatMap((id) => {
      const one = SWITCHES[id];
      return one?.of === of && one.rule !== undefined ? [one.rule] : [];
    });
  }

  #simulators(of: Simulator) {
    const { meta, capSvc, rails } = this.desk.stack.world;
    return { meta: [meta], capSvc: [capSvc], rail: rails }[of] as readonly { faults: RuleBook }[];
  }
}

interface RuleBook {
  list(): readonly unknown[];
  replace(rules: unknown): void;
}
