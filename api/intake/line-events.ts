import type { AccountEvent, TemplateEvent } from '../../domain/line-events';
import type { LineSignal } from '../ports/temporal';
import type { IntakeDeps } from './deps';

/** Hands what the channel says of a line, its account and its templates to the line's workflow; notes are only logged. */
export function createLineEventIntake({ temporal, lines, metrics, log }: IntakeDeps) {
  async function tell(lineId: string, signal: LineSignal): Promise<void> {
    const line = lines.find(({ id }) => id === lineId);
    if (line !== undefined) await temporal.tellLine(line, signal);
  }

  return {
    takeTemplate: async (event: TemplateEvent): Promise<void> => {
      const { lineId, name, locale, at } = event;
      metrics.update(`template_${event.kind}`);
      log.info({ line: lineId, template: name, locale, kind: event.kind }, 'the channel reported on a template');
      if (event.kind === 'status') {
        const { status, category } = event;
        const filed = category === undefined ? {} : { category };
        await tell(lineId, { signal: 'templateReported', argument: { name, locale, status, ...filed, at } });
      } else if (event.kind === 'category') {
        await tell(lineId, { signal: 'templateReported', argument: { name, locale, category: event.category, at } });
      }
    },

    takeAccount: async (event: AccountEvent): Promise<void> => {
      const { lineId, kind, reason, at } = event;
      metrics.update(`account_${kind}`);
      log.warn({ line: lineId, kind, reason: forLog(reason) }, 'the channel reported on the account');
      if (kind === 'suspend') {
        const until = event.until === undefined ? {} : { until: event.until };
        await tell(lineId, { signal: 'lineSuspended', argument: { reason, at, ...until } });
      }
      if (kind === 'resume') await tell(lineId, { signal: 'lineResumed', argument: { at } });
    },
  };
}

/** The channel's own words are logged only where they look like words of its documentation. */
function forLog(reason: string): string {
  return /^([A-Z_ ]{3,100}|error \d{1,6})$/.test(reason) ? reason : 'other';
}
