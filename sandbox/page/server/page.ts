import { Player } from '../../stories/player';
import type { Stack } from '../../stack';
import { Board } from './board';
import { Chaos } from './chaos';
import { createDesk } from './desk';
import type { Desk } from './desk';
import { resumeLines } from './lines';
import { PaymentViews } from './payment-views';
import { SellerPhones } from './phones';
import { showPresent } from './present';
import { reset } from './reset';
import { Switchboard } from './switches';
import { connectTemporal } from './temporal';
import type { Temporal } from './temporal';
import { WorkerSwitch } from './worker-switch';

const LOOK_MS = 120;
const ASK_TEMPORAL_MS = 350;

/** Everything that the page can show and do, without HTTP. */
export class Page {
  readonly board = new Board();
  readonly desk: Desk;
  readonly phones: SellerPhones;
  readonly switches: Switchboard;
  readonly worker: WorkerSwitch;
  readonly chaos: Chaos;
  readonly stories: Player;
  readonly #payments: PaymentViews;
  readonly #timers: NodeJS.Timeout[];
  #asking: Promise<void> | undefined;

  private constructor(
    readonly stack: Stack,
    readonly temporal: Temporal,
  ) {
    this.desk = createDesk(stack, this.board);
    this.phones = new SellerPhones(this.desk);
    this.switches = new Switchboard(this.desk);
    this.worker = new WorkerSwitch(stack);
    this.chaos = new Chaos(this.switches, () => void this.worker.kill().then(() => this.worker.start()));
    this.stories = new Player(this);
    this.#payments = new PaymentViews(this.desk, temporal);
    this.#timers = [
      setInterval(() => this.board.watched && this.look(), LOOK_MS),
      setInterval(() => (this.board.watched || this.stories.playing) && this.#askTemporal(), ASK_TEMPORAL_MS),
    ];
  }

  static async open(stack: Stack): Promise<Page> {
    return new Page(stack, await connectTemporal(stack));
  }

  /** Brings the board up to the simulators' present. */
  look(): void {
    showPresent(this.desk, this.switches, { chaos: this.chaos.on, workerRuns: this.worker.runs });
  }

  /** Something goes wrong from now on, or is mended. */
  async turn(id: string, on: boolean): Promise<void> {
    this.switches.turn(id, on);
    if (!on && this.switches.holdsLines(id)) await resumeLines(this.desk, this.temporal);
  }

  async reset(): Promise<void> {
    await this.stories.stop();
    this.chaos.turn(false);
    this.switches.allOff();
    await resumeLines(this.desk, this.temporal);
    await reset(this.desk, this.temporal);
    await this.worker.start();
    this.#payments.since = Date.now();
  }

  async close(): Promise<void> {
    await this.stories.stop();
    this.chaos.turn(false);
    for (const timer of this.#timers) clearInterval(timer);
    await this.#asking;
    await this.temporal.close();
  }

  #askTemporal(): void {
    this.#asking ??= this.#payments
      .look()
      .then((payments) => {
        this.board.replace('payment:', new Map(payments.map((view) => [`payment:${view.workflowId}`, view])));
      })
      // Temporal may be away for a moment: the page shows what it knew and asks again.
      .catch(() => undefined)
      .finally(() => {
        this.#asking = undefined;
      });
  }
}
