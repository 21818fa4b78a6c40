import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PortalRow } from '../../wire';
import { moment, t } from '../i18n';
import type { Key } from '../i18n';
import { icon } from '../icons';
import { getUi, portal, setUi } from '../state';
import { audit } from './audit';

/** What the merchant sees, and what it cost. */
export function portalPage(): TemplateResult {
  const { tag } = getUi();
  const { payments: all, earlier } = portal();
  const rows = all.filter((row) => tag === '' || row.tag === tag);
  const messages = rows.reduce((sum, row) => sum + row.messages.service + row.messages.utility, 0);
  const paid = rows.filter(({ status }) => status === 'SUCCESS').length;
  return html`<div class="portal">
    <h1>${t('portal.title')}</h1>
    <p class="intro">${t('portal.intro')}</p>
    <div class="bar">
      ${tags(all, tag)}
      <p class="total" role="status">${t('portal.total', { count: rows.length, paid, messages })}</p>
      <a class="strong" download href="./api/payments.csv${tag === '' ? '' : `?tag=${encodeURIComponent(tag)}`}"
        >${icon('download')}${t('portal.csv')}</a
      >
    </div>
    ${rows.length === 0 ? html`<p class="nothing">${t('portal.empty')}</p>` : table(rows)}
    ${earlier === 0 ? nothing : html`<p class="hint">${t('portal.earlier', { count: earlier })}</p>`} ${audit()}
  </div>`;
}

function tags(all: readonly PortalRow[], chosen: string): TemplateResult {
  const known = [...new Set(all.map(({ tag }) => tag).filter((tag) => tag !== ''))].sort();
  const choose = (event: Event): void => {
    setUi({ tag: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<label class="field"
    ><span>${t('portal.tag')}</span>
    <select name="tag" @change=${choose}>
      <option value="" .selected=${live(chosen === '')}>${t('portal.allTags')}</option>
      ${known.map((tag) => html`<option value=${tag} .selected=${live(tag === chosen)}>#${tag}</option>`)}
    </select>
  </label>`;
}

const COLUMNS: readonly (readonly [Key, (row: PortalRow) => unknown, string?])[] = [
  ['portal.at', ({ at }) => moment(at)],
  ['portal.merchant', ({ merchant }) => merchant],
  ['portal.amount', ({ amount }) => amount, 'number'],
  ['portal.description', ({ description }) => description],
  ['portal.tag', ({ tag }) => (tag === '' ? '' : html`<span class="tag">#${tag}</span>`)],
  ['portal.status', ({ status }) => html`<span class="rail ${status}">${status}</span>`],
  ['portal.swift', ({ swiftMessageId }) => html`<code>${swiftMessageId}</code>`],
  ['portal.messages', (row) => cost(row), 'number'],
];

/** The roles are the elements' own: on a narrow screen the rows are drawn as cards, which takes them away. */
function table(rows: readonly PortalRow[]): TemplateResult {
  return html`<div class="scroll cards" role="region" tabindex="0" aria-label=${t('portal.title')}>
    <table class="data" role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${COLUMNS.map(([key, , kind = '']) => html`<th scope="col" role="columnheader" class=${kind}>${t(key)}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (row) =>
            html`<tr role="row" data-payment=${row.paymentId}>
              ${COLUMNS.map(
                ([key, cell, kind = '']) => html`<td role="cell" class=${kind} data-label=${t(key)}>${cell(row)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const cost = ({ messages: { service, utility } }: PortalRow): string =>
  utility === 0 ? t('portal.cost', { service }) : t('portal.costBoth', { service, utility });
