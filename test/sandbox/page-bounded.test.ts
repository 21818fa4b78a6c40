import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Board } from '../../sandbox/page/server/board';
import { createDesk } from '../../sandbox/page/server/desk';
import type { Desk } from '../../sandbox/page/server/desk';
import { portalRows } from '../../sandbox/page/server/portal-view';
import { showPresent } from '../../sandbox/page/server/present';
import { Switchboard } from '../../sandbox/page/server/switches';
import type { Stack } from '../../sandbox/stack';
import { startWorld } from '../../sandbox/world';
import type { World } from '../../sandbox/world';

const ANA = '+37369000001';
/** A payment every two seconds for an hour. */
const HOUR = 1_800;

let world: World;
let desk: Desk;
let switches: Switchboard;

/** What a newcomer to the page is sent. */
const weight = (): number => JSON.stringify(desk.board.since(undefined)).length;
const look = (): void => showPresent(desk, switches, { chaos: true, workerRuns: true });

function sell(count: number): void {
  const [rail] = world.rails;
  const line = desk.lines[0];
  if (rail === undefined || line === undefined) throw new Error('The sandbox has a rail and a line.');
  const person = world.meta.people.meet({ phone: ANA });
  for (let index = 0; index < count; index += 1) {
    const orderId = `order${String(Math.random()).slice(2)}`;
    const order = { kind: 'link', merchantId: 'cafea-centru', terminalId: 'E', orderId, language: 'ro' } as const;
    const money = { amountMinor: 3_500, currency: 'MDL', description: 'Cafea' };
    const { paymentId } = rail.payments.create({ ...order, ...money }, 60, (id) => `http://127.0.0.1/checkout/${id}`);
    const record = {
      merchantId: 'cafea-centru',
      orderId,
      amount: '35.00',
      currency: 'MDL',
      status: 'CREATED',
    } as const;
    world.capSvc.ledger.record(paymentId, record as never);
    world.capSvc.audit.add({ requestId: orderId, operation: 'recordPayment', outcome: 'OK', paymentId });
    const said = { id: `wamid.${orderId}`, phoneNumberId: line.address, kind: 'text', rows: [], buttons: [] };
    const body = `http://127.0.0.1/checkout/${paymentId}`;
    const at = new Date().toISOString();
    world.meta.chats.add(person, { ...said, direction: 'out', body, at, statuses: [] });
    if (index % 20 === 0) look();
  }
  look();
}

describe('the page after an hour of chaos', () => {
  beforeAll(async () => {
    const ports = { api: 0, worker: 0, meta: 0, capSvc: 0, rail: 0 };
    world = await startWorld({ ports, temporal: { address: '', uiUrl: '' } });
    desk = createDesk({ world, env: world.env, uiUrl: '' } as unknown as Stack, new Board());
    switches = new Switchboard(desk);
  });
  afterAll(async () => {
    await world.close();
  });

  it('weighs what it weighed after its first minutes, and has all payments in its CSV all the same', () => {
    sell(400);
    const early = { keys: desk.board.size, weight: weight() };
    sell(HOUR - 400);
    expect(desk.board.size).toBeLessThan(early.keys + 500);
    expect(weight()).toBeLessThan(early.weight * 1.1);
    expect(weight()).toBeLessThan(500_000);
    expect(portalRows(desk)).toHaveLength(HOUR);
  });
});
