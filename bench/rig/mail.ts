import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Change } from '../../sandbox/meta/webhooks';

/** Delivers webhooks in the simulator's stead, each timed, and repeats what was refused, as Meta does. */
export interface Mail {
  push(change: Change): void;
  /** @returns ms until its 200, repetitions included */
  post(change: Change): Promise<number>;
  /** ms from a webhook to its 200, of all since the last reading. */
  takeAcks(): number[];
  /** Answers other than 200, since ever. */
  readonly refused: number;
  close(): void;
}

interface Letter {
  readonly body: Buffer;
  readonly headers: Record<string, string | number>;
}

const AGAIN_AFTER_MS = 1_000;

/** @param sockets connections kept open: Meta has many */
export function createMail(url: string, appSecret: string, sockets = 64): Mail {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  let acks: number[] = [];
  let refused = 0;
  let closed = false;

  const deliver = (letter: Letter, done: () => void): void => {
    if (closed) return;
    const startedAt = performance.now();
    const again = (): void => {
      refused += 1;
      setTimeout(() => deliver(letter, done), AGAIN_AFTER_MS).unref();
    };
    const call = request(url, { method: 'POST', agent, headers: letter.headers }, (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode !== 200) return again();
        acks.push(performance.now() - startedAt);
        done();
      });
    });
    call.once('error', again).end(letter.body);
  };

  const written = ({ wabaId, field, value }: Change): Letter => {
    const envelope = { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes: [{ field, value }] }] };
    const body = Buffer.from(JSON.stringify(envelope));
    const signature = createHmac('sha256', appSecret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-hub-signature-256': `sha256=${signature}`,
    };
    return { body, headers };
  };

  return {
    push: (change) => deliver(written(change), () => undefined),
    post: (change) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        deliver(written(change), () => resolve(performance.now() - startedAt));
      }),
    takeAcks() {
      const taken = acks;
      acks = [];
      return taken;
    },
    get refused() {
      return refused;
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}
