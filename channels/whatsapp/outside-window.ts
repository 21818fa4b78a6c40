import type { Channel, OutboundMessage } from '../channel';
import type { Notice, NoticeOutcome, Say } from '../../domain/say';
import { chooseTemplate, type TemplateOutcome } from '../../domain/template';
import { formatAmount, formatDayAndTime, regionalTag } from '../../locales/format';
import { shortReference } from '../../locales/render-notice';
import { templateItem, templateParameters } from './templates/parameters';

/** Outcomes that no template tells stay owed until the person writes. */
const TOLD_BY: Readonly<Partial<Record<NoticeOutcome, TemplateOutcome>>> = {
  paid: 'paid',
  // Told late or against what was said before: "received" is the correction.
  paidAfterAll: 'paid',
  failed: 'failed',
  declined: 'declined',
  expired: 'expired',
};

/** The Utility template of a notice; undefined for all else, and while none is usable in this language. */
export const outsideWindow: NonNullable<Channel['outsideWindow']> = (say, to): OutboundMessage | undefined => {
  const told = noticeOf(say);
  if (told === undefined) return undefined;
  const { notice, retryId } = told;
  const outcome = TOLD_BY[notice.outcome];
  const chosen = outcome && chooseTemplate(outcome, to.locale, to.templates, retryId !== undefined);
  if (chosen === undefined) return undefined;
  const tag = regionalTag(to.locale, to.line.country);
  return {
    kind: 'template',
    name: chosen.name,
    locale: to.locale,
    parameters: templateParameters({
      amount: formatAmount(tag, notice.amount),
      item: templateItem(to.locale, notice),
      // WhatsApp keeps it for a phone that is off: the day it is read on is not known.
      time: formatDayAndTime(tag, to.timeZone, new Date(notice.at)),
      reference: shortReference(notice),
    }),
    ...(chosen.button && retryId !== undefined && { replies: [retryId] }),
  };
};

function noticeOf(say: Say): { notice: Notice; retryId?: string } | undefined {
  if (say.say === 'notice') return say;
  const [notice, ...more] = say.say === 'notices' ? say.notices : [];
  return notice === undefined || more.length > 0 ? undefined : { notice };
}
