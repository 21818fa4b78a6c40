import { Player } from '../../stories/player';
import type { Stack } from '../../stack';
import { Board } from './board';
import { Chaos } from './chaos';
import { chatView } from './chat-view';
import { createDesk } from './desk';
import type { Desk } from './desk';
import { PaymentViews } from './payment-views';
import { SellerPhones } from './phones';
import { checkoutViews, portalView } from './portal-view';
import { reset } from './reset';
import { Switchboard } from './switches';
import { connectTemporal } from './temporal';
import type { Temporal } from './temporal';
import { WorkerSwitch } from './worker-switch';
import { worldView } from './world-view';

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
    const { board, desk } = this;
    board.set('world', worldView(desk, this.switches, { chaos: this.chaos.on, workerRuns: this.worker.runs }));
    const chats = new Set<string>();
    const phones = [...desk.stack.world.capSvc.directory.sellers().map(({ phone }) => phone), ...desk.guests];
    for (const phone of phones) {
      for (const line of desk.lines) {
        const view = chatView(desk, phone, line);
        if (view === undefined) continue;
        board.set(`chat:${phone}:${line.id}`, view);
        chats.add(`chat:${phone}:${line.id}`);
      }
    }
    board.retain('chat:', chats);
    const checkouts = checkoutViews(desk);
    for (const view of checkouts) board.set(`checkout:${view.paymentId}`, view);
    board.retain('checkout:', new Set(checkouts.map(({ paymentId }) => `checkout:${paymentId}`)));
    board.set('portal', portalView(desk));
  }

  async reset(): Promise<void> {
    await this.stories.stop();
    this.chaos.turn(false);
    this.switches.allOff();
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
        for (const view of payments) this.board.set(`payment:${view.workflowId}`, view);
        this.board.retain('payment:', new Set(payments.map(({ workflowId }) => `payment:${workflowId}`)));
      })
      // Temporal may be away for a moment: the page shows what it knew and asks again.
      .catch(() => undefined)
      .finally(() => {
        this.#asking = undefined;
      });
  }
}
