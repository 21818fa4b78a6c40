import type { Channel, OutboundMessage } from '../../../channels/channel';
import { ChannelFailure } from '../../../channels/channel';
import { outsideWindow } from '../../../channels/whatsapp/outside-window';
import type { DeliveryStatus } from '../../../domain/inbound';
import { LOCALES, type Locale } from '../../../domain/locale';
import { TEMPLATE_OUTCOMES, templateName } from '../../../domain/template';
import type { TemplateState } from '../../../domain/template';

const DAY = 86_400_000;

/** What becomes of the next message that is no link. */
export type Fate =
  /** Refused in a way that proves that nothing was taken. */
  | 'stumbles'
  /** Refused for a closed window, whatever the clock says. */
  | 'saysClosed'
  /** Taken, and reported as failed afterwards: the window, or a phone that is off. */
  | 'failsForTheWindow'
  | 'failsForThePhone';

const LATER: Readonly<Partial<Record<Fate, number>>> = { failsForTheWindow: 131_047, failsForThePhone: 131_026 };

export interface Received {
  readonly id: string;
  readonly key: string;
  readonly kind: OutboundMessage['kind'];
  readonly text: string;
  readonly template?: { readonly name: string; readonly locale: Locale };
  /** The language that the seller had chosen by then; undefined: is being chosen. */
  readonly locale: Locale | undefined;
  /** Never arrived after all. */
  failed?: true;
}

/** One person's WhatsApp and Meta before it: window, templates, and what goes wrong. */
export class TillPhone {
  readonly received: Received[] = [];
  readonly reports: DeliveryStatus[] = [];
  readonly fates: Fate[] = [];
  locale: Locale | undefined = 'en';
  templates = true;
  private lastInbound = -Infinity;
  /** Free-form messages that were sent though the window was closed. */
  outside = 0;

  constructor(
    private readonly lineId: string,
    private readonly now: () => number,
  ) {}

  /** The person wrote. */
  wrote(at: number): void {
    this.lastInbound = Math.max(this.lastInbound, at);
  }

  readonly channel: Channel = {
    send: (_, __, message, { key }) => {
      const fate = textOf(message).includes('/checkout/') ? undefined : this.fates.shift();
      if (fate === 'stumbles') throw new ChannelFailure('Transient', 'stumbled', { code: 131_016 });
      if (message.kind === 'template' && !this.templates) {
        throw new ChannelFailure('TemplateUnavailable', 'paused', { code: 132_015 });
      }
      if (message.kind !== 'template' && this.now() >= this.lastInbound + DAY) {
        this.outside += 1;
        throw new ChannelFailure('WindowClosed', 'outside the window', { code: 131_047 });
      }
      if (message.kind !== 'template' && fate === 'saysClosed') {
        throw new ChannelFailure('WindowClosed', 'Meta counts otherwise', { code: 131_047 });
      }
      return Promise.resolve({ messageId: this.take(message, key, fate) });
    },
    acknowledge: () => Promise.resolve(),
    outsideWindow,
    listTemplates: () => Promise.resolve(this.templateStates()),
  };

  private take(message: OutboundMessage, key: string, fate: Fate | undefined): string {
    const id = `wamid.out.${String(this.received.length)}`;
    const { kind } = message;
    const template = kind === 'template' ? { template: { name: message.name, locale: message.locale } } : {};
    const received: Received = { id, key, kind, text: textOf(message), locale: this.locale, ...template };
    this.received.push(received);
    const code = fate === undefined ? undefined : LATER[fate];
    const report = { lineId: this.lineId, messageId: id, key };
    if (code === undefined) this.reports.push({ ...report, status: 'delivered' });
    else {
      received.failed = true;
      this.reports.push({ ...report, status: 'failed', code });
    }
    return id;
  }

  templateStates(): TemplateState[] {
    const status = this.templates ? 'APPROVED' : 'PAUSED';
    return LOCALES.flatMap((locale) =>
      TEMPLATE_OUTCOMES.flatMap((outcome) =>
        [true, false]
          .map((button) => templateName(outcome, button))
          .map((name) => ({ name, locale, status, category: 'UTILITY' })),
      ),
    );
  }
}

function textOf(message: OutboundMessage): string {
  if (message.kind === 'template') return message.parameters.map(({ text }) => text).join(' · ');
  return message.body;
}
