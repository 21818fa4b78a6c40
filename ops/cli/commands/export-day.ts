import type { WorkflowExecutionInfo } from '@temporalio/client';
import { attributes } from '../../../workflows/search-attributes';
import { archiveOf } from '../books/archive';
import { dayOf, inTurns, readKept } from '../books/payments';
import { optional, required } from '../command';
import type { Command } from '../command';
import { listOf } from '../visibility';

const DAY = 86_400_000;
const sellerIdOf = ({ typedSearchAttributes: is }: WorkflowExecutionInfo) => is.get(attributes.sellerId) ?? '';
/**
 * A run shows its seller from when it asks the rail to make a payment, or has made one. What a command says that came to nothing is a
 * seller's words under nobody's id: `forget` would never find them in an archive.
 */
const OF_A_SELLER = `${attributes.sellerId.name} IS NOT NULL`;

export const exportDay: Command = {
  usage: '--day YYYY-MM-DD [--archive FOLDER] | --read FILE',
  help: `Writes what is kept of every payment that ended on a day (UTC) into FOLDER/payments-<day>.jsonl, encrypted with PAYLOAD_KEYS, so
that it outlives the namespace's retention; commands that came to none are left out. Again for the same day writes the same again, and keeps what Temporal no longer holds. No phone is in it. FOLDER: archive.
--read prints such a file in clear, a payment a line.`,
  options: { day: { type: 'string' }, archive: { type: 'string' }, read: { type: 'string' } },
  async run(desk, _, options) {
    const archive = archiveOf(desk, options);
    const file = optional(options, 'read');
    if (file !== undefined) {
      for (const entry of await archive.read(file)) desk.say(JSON.stringify(entry));
      return 0;
    }
    const day = dayOf(required(options, 'day'));
    const next = new Date(Date.parse(day) + DAY).toISOString();
    const runs = await listOf(desk, `${OF_A_SELLER} AND CloseTime >= "${day}T00:00:00Z" AND CloseTime < "${next}"`);
    const entries = await inTurns(runs, async (run) => ({
      linkId: run.workflowId.split('/').at(-1) ?? '',
      sellerId: sellerIdOf(run),
      kept: {
        startedAt: run.startTime,
        endedAt: run.closeTime,
        ended: run.status.name,
        ...(await readKept(desk, run)),
      },
    }));
    const { path, rows, kept } = await archive.write(day, entries);
    desk.say(
      `${path}: ${rows} payments${kept === 0 ? '' : `, ${kept} of them kept from before: Temporal holds those no longer`}`,
    );
    return 0;
  },
};
