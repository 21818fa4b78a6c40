import type { AccountEvent, TemplateEvent } from '../../../domain/line-events';
import { isLocale } from '../../../domain/locale';
import { isOurTemplate } from '../../../domain/template';
import type { AccountValue, TemplateValue } from './schema';

type Told<T> = T extends unknown ? Omit<T, 'lineId' | 'at'> : never;

/**
 * What a webhook says of a template, by its shape: Meta's own sample of a quality update carries the field of a status
 * update. Languages come with a hyphen here and with an underscore in the API.
 * @returns undefined for a template that is not ours by name and language.
 */
export function readTemplate(value: TemplateValue): Told<TemplateEvent> | undefined {
  const name = value.message_template_name;
  const locale = value.message_template_language.replace('-', '_');
  if (!isOurTemplate(name) || !isLocale(locale)) return undefined;
  const template = { name, locale };
  if (value.new_quality_score !== undefined) return { ...template, kind: 'quality', quality: value.new_quality_score };
  if (value.new_category !== undefined)
    return { ...template, kind: 'category', ...categoryOf(value, value.new_category) };
  if (value.event === undefined) return { ...template, kind: 'components' };
  const status = stateAfter(value.event, value.other_info?.title);
  if (status === undefined) return { ...template, kind: value.event === 'FLAGGED' ? 'flagged' : 'locked' };
  const reason = value.reason === 'NONE' ? undefined : value.reason;
  const category = value.message_template_category;
  return {
    ...template,
    kind: 'status',
    status,
    ...(category !== undefined && { category }),
    ...(reason !== undefined && { reason }),
  };
}

/** Why a template was locked or unlocked is what became of it. */
const STATE_BY_TITLE: Readonly<Record<string, string>> = {
  FIRST_PAUSE: 'PAUSED',
  SECOND_PAUSE: 'PAUSED',
  RATE_LIMITING_PAUSE: 'PAUSED',
  UNPAUSE: 'APPROVED',
  DISABLED: 'DISABLED',
};

/**
 * Most events are named like the state that they lead to, as the list of templates has it; what leads to no other state is
 * still sent. An event that we do not know makes the template unusable until the list says more.
 * @returns undefined where the state stays as it is
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
function stateAfter(event: string, title: string | undefined): string | undefined {
  if (event === 'REINSTATED') return 'APPROVED';
  if (event === 'LOCKED') return title === undefined ? undefined : STATE_BY_TITLE[title];
  return event === 'FLAGGED' ? undefined : event;
}

function categoryOf(value: TemplateValue, category: string) {
  if (value.correct_category === undefined) return { category };
  const from = value.category_update_timestamp;
  return { category, announced: { category: value.correct_category, ...(from !== undefined && { from }) } };
}

/**
 * What a webhook says of the account or number. Only what stops all sending suspends: a restriction of conversations that
 * we would begin leaves answers inside the window working, and a violation or an announced ban are for people to act on.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export function readAccount(value: AccountValue): Told<AccountEvent> | undefined {
  const reason = value.event ?? value.alert_info?.alert_type ?? value.decision;
  if (reason === undefined) return undefined;
  if (reason === 'ACCOUNT_DELETED') return { kind: 'suspend', reason };
  const ban = value.ban_info?.waba_ban_state;
  if (ban === 'DISABLE') return { kind: 'suspend', reason: `${reason} ${ban}` };
  if (ban === 'REINSTATE') return { kind: 'resume', reason: `${reason} ${ban}` };
  const muted = value.restriction_info.find(
    (row) => row.restriction_type === 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING',
  );
  if (muted !== undefined) {
    const until = muted.expiration;
    return { kind: 'suspend', reason, ...(until !== undefined && { until }) };
  }
  const detail = ban ?? value.restriction_info.map((row) => row.restriction_type ?? 'unnamed').join(' ');
  return { kind: 'note', reason: detail === '' ? reason : `${reason} ${detail}` };
}
