import { afterAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { createTemporal } from '../../api/temporal/client';
import { TemporalUnavailable } from '../../api/ports/temporal';
import { createPayloadCodec } from '../../workers/codec/payload-codec';
import { LINE } from './support/harness';

const LINK = 'abcdefghijklmnopqrstuvwx23';
/** Nothing listens there. */
const connection = Connection.lazy({ address: '127.0.0.1:1' });
const client = new Client({ connection });
const temporal = createTemporal(client, '');
afterAll(async () => {
  await temporal.settled();
  await connection.close();
});

describe('a Temporal that is not there', () => {
  const calls = {
    signal: () => temporal.signalPayment(LINK, { signal: 'pollWanted' }),
    look: () => temporal.readPayment(LINK),
    result: () => temporal.resultOf(LINK),
    completion: () =>
      temporal.completeSend({ workflowId: 'x', activityId: 'y', owner: { of: 'conversation' } }, { result: 'sent' }),
    line: () => temporal.tellLine(LINE, { signal: 'lineResumed', argument: { at: '2026-11-23T10:00:00.000Z' } }),
    ping: () => temporal.ping(),
  };

  it('is known to be away, whatever is asked of it, and nobody waits for the network to say so', async () => {
    const answers = await Promise.all(Object.values(calls).map((call) => call().catch((error: unknown) => error)));
    expect(answers.map((error) => error instanceof TemporalUnavailable && error.away)).toEqual(answers.map(() => true));
  });

  it('is not blamed for what never left', async () => {
    const keyless = createPayloadCodec([{ id: 'short', key: Buffer.alloc(3) }]);
    const broken = new Client({ connection, dataConverter: { payloadCodecs: [keyless] } });
    const call = createTemporal(broken, '').tellLine(LINE, {
      signal: 'lineResumed',
      argument: { at: '2026-11-23T10:00:00.000Z' },
    });
    await expect(call).rejects.toMatchObject({ name: 'TemporalUnavailable', away: false });
  });
});
