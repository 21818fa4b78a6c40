import { DBOS } from '@dbos-inc/dbos-sdk';
import type { RailReport } from '../../../domain/payment';
import type { SellInput, Steps } from '../steps';
import { linkOf, paidOf } from '../words';

const PATIENCE_SECONDS = 86_400;

/** One paid link: the same calls in the same order as ours, each a step; records go beside sends, as with us. */
export function sellWith(steps: Steps) {
  return async function sell(input: SellInput): Promise<string> {
    const order = await DBOS.runStep(() => steps.open(input), { name: 'open' });
    const issued = await DBOS.runStep(() => steps.issue(input, order), { name: 'issue' });
    const said = DBOS.runStep(() => steps.send(input, linkOf(order, issued), 'link'), { name: 'link' });
    const created = DBOS.runStep(() => steps.record(input, order, issued.paymentId, 'CREATED'), { name: 'created' });
    await Promise.all([said, created]);

    const report = (await DBOS.recv('rail', PATIENCE_SECONDS)) as RailReport | null;
    if (report?.status !== 'SUCCESS' || report.paymentId !== issued.paymentId) return 'notPaid';
    const notice = paidOf(input.linkId, order);
    const told = DBOS.runStep(() => steps.send(input, { say: 'notice', notice }, 'notice-1'), { name: 'notice' });
    const recorded = DBOS.runStep(() => steps.record(input, order, issued.paymentId, 'SUCCESS'), { name: 'recorded' });
    await Promise.all([told, recorded]);
    return 'paid';
  };
}
