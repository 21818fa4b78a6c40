import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PortalRow } from '../../wire';
import { moment, t } from '../i18n';
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

function table(rows: readonly PortalRow[]): TemplateResult {
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${t('portal.title')}>
    <table class="data">
      <thead>
        <tr>
          <th scope="col">${t('portal.at')}</th>
          <th scope="col">${t('portal.merchant')}</th>
          <th scope="col" class="number">${t('portal.amount')}</th>
          <th scope="col">${t('portal.description')}</th>
          <th scope="col">${t('portal.tag')}</th>
          <th scope="col">${t('portal.status')}</th>
          <th scope="col">${t('portal.swift')}</th>
          <th scope="col" class="number">${t('portal.messages')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr data-payment=${row.paymentId}>
              <td>${moment(row.at)}</td>
              <td>${row.merchant}</td>
              <td class="number">${row.amount}</td>
              <td>${row.description}</td>
              <td>${row.tag === '' ? '' : html`<span class="tag">#${row.tag}</span>`}</td>
              <td><span class="rail ${row.status}">${row.status}</span></td>
              <td><code>${row.swiftMessageId}</code></td>
              <td class="number">${cost(row)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const cost = ({ messages: { service, utility } }: PortalRow): string =>
  utility === 0 ? t('portal.cost', { service }) : t('portal.costBoth', { service, utility });
