import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatView, JumpView, MessageView } from '../../wire';
import { day, t } from '../i18n';
import { getUi } from '../state';
import type { Phone } from '../state';
import { bubble } from './bubble';

type Line =
  | { readonly id: string; readonly at: string; readonly message: MessageView }
  | { readonly id: string; readonly at: string; readonly jump: JumpView }
  | { readonly id: string; readonly at: string; readonly day: string };

/** What was said, with a line for each day and for each jump in time. */
export function chatLog(phone: Phone, view: ChatView | undefined): TemplateResult {
  if (view === undefined || view.messages.length === 0)
    return html`<li class="notice">${t('chat.empty')}</li>
      ${view?.typing === true ? typing() : nothing}`;
  return html`${repeat(
    linesOf(view),
    ({ id }) => id,
    (line) => draw(phone, line),
  )}${view.typing ? typing() : nothing}`;
}

function linesOf({ messages, jumps }: ChatView): readonly Line[] {
  const from = messages[0]?.at ?? '';
  const said: Line[] = [
    ...messages.map((message) => ({ id: message.id, at: message.at, message })),
    ...jumps.filter(({ at }) => at >= from).map((jump) => ({ id: `jump ${jump.at}`, at: jump.at, jump })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return said.flatMap((line, index): Line[] => {
    const today = day(line.at);
    const before = said[index - 1];
    const sameDay = before !== undefined && day(before.at) === today;
    return sameDay ? [line] : [{ id: `day ${today}`, at: line.at, day: today }, line];
  });
}

function draw(phone: Phone, line: Line): TemplateResult {
  if ('message' in line) return bubble(phone, line.message);
  if ('jump' in line) return html`<li class="notice jump">${t(`chat.jump.${line.jump.to}`)}</li>`;
  return html`<li class="notice day">${line.day === day(getUi().now) ? t('chat.today') : line.day}</li>`;
}

const typing = (): TemplateResult =>
  html`<li class="row other">
    <div class="bubble typing"><span class="said">${t('chat.typing')}</span><i></i><i></i><i></i></div>
  </li>`;
