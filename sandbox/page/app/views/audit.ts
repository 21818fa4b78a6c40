import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { moment, t } from '../i18n';
import { portal } from '../state';

/** Who asked cap-svc for what: no phone and no token is in it. */
export function audit(): TemplateResult {
  const lines = portal().audit;
  return html`<h2>${t('audit.title')}</h2>
    ${
      lines.length === 0
        ? html`<p class="nothing">${t('audit.empty')}</p>`
        : html`<div class="scroll trail" role="region" tabindex="0" aria-label=${t('audit.title')}>
            <table class="data">
              <thead>
                <tr>
                  <th scope="col">${t('portal.at')}</th>
                  <th scope="col">${t('audit.operation')}</th>
                  <th scope="col">${t('audit.outcome')}</th>
                  <th scope="col">${t('audit.seller')}</th>
                  <th scope="col">${t('portal.merchant')}</th>
                  <th scope="col">${t('audit.payment')}</th>
                  <th scope="col">${t('audit.request')}</th>
                </tr>
              </thead>
              <tbody>
                ${lines.map(
                  (line) =>
                    html`<tr>
                      <td>${moment(line.at)}</td>
                      <td>${line.operation}</td>
                      <td><span class="rail ${line.outcome === 'OK' ? 'SUCCESS' : 'FAILED'}">${line.outcome}</span></td>
                      <td>${line.posUserId}</td>
                      <td>${line.merchantId}</td>
                      <td><code>${line.paymentId}</code></td>
                      <td><code>${line.requestId}</code></td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }`;
}
