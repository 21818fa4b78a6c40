import { html } from 'lit';
import type { TemplateResult } from 'lit';

const PARTS = /(https?:\/\/\S+|\*[^*\n]+\*|`[^`\n]+`)/;

/** A text with WhatsApp's marks: `*bold*`, `` `code` `` and links, which open where the page says. */
export function rich(text: string, follow: () => void): TemplateResult {
  const open = (event: Event): void => {
    event.preventDefault();
    follow();
  };
  return html`${text.split(PARTS).map((part) => {
    if (/^https?:/.test(part)) return html`<a href=${part} rel="noreferrer" @click=${open}>${part}</a>`;
    if (/^\*.+\*$/.test(part)) return html`<b>${part.slice(1, -1)}</b>`;
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>`;
    return part;
  })}`;
}

/** The little Markdown that the Temporal UI is given: paragraphs, `**bold**` and code. */
export function details(markdown: string): TemplateResult[] {
  return markdown.split('\n\n').map(
    (paragraph) =>
      html`<p>
        ${paragraph.split(/(\*\*.+?\*\*|`[^`]+`)/).map((part) => {
          if (part.startsWith('**')) return html`<b>${part.slice(2, -2)}</b>`;
          if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
          return part;
        })}
      </p>`,
  );
}
