import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { OutboundMessage } from '../../channels/channel';
import { LOCALES, type Locale } from '../../domain/locale';
import { LANGUAGE_NAMES } from '../../locales/render-seller';
import { linkPagesIn, templatesIn } from './seen-elsewhere';
import { ALL_EXAMPLES, renderIn } from './support';

const FILE = path.join(__dirname, '../../docs/messages.md');

const INTRODUCTION = `# Messages

Everything the product says, in its five languages, as it stands on the phone: the messages of the chat, the templates for
outside its 24-hour window, and the page of a link that outlives its payments. What is in brackets is a button or a row.
Written by \`test/locales/messages.test.ts\` from \`locales/*.json\` and, for the templates, from
\`channels/whatsapp/templates/copy.ts\`: change the words there, then run
\`UPDATE_MESSAGES=1 npx jest test/locales/messages.test.ts\`. A template that Meta has approved is never edited in place.
`;

function printed(message: OutboundMessage): string {
  switch (message.kind) {
    case 'template':
      throw new Error('Templates are printed from their definitions.');
    case 'buttons':
      return [message.body, ...message.buttons.map(({ title }) => `[${title}]`)].join('\n');
    case 'list': {
      const rows = message.rows.map(({ title, description }) =>
        description === undefined ? `  [${title}]` : `  [${title}] ${description}`,
      );
      return [message.body, `[${message.open}]`, ...rows].join('\n');
    }
    case 'contact-request':
      return `${message.body}\n[📱]`;
    case 'text':
      return message.body;
  }
}

function chapter(locale: Locale): string {
  const messages = ALL_EXAMPLES.map(({ name, say }) => [name, printed(renderIn(locale, say))] as const);
  const elsewhere = Object.entries({ ...templatesIn(locale), ...linkPagesIn(locale) });
  const sections = [...messages, ...elsewhere].map(([name, text]) => `### ${name}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  return `## ${LANGUAGE_NAMES[locale]}\n\n${sections.join('\n')}`;
}

describe('docs/messages.md', () => {
  it('shows every message as it is said today', () => {
    const current = [INTRODUCTION, ...LOCALES.map(chapter)].join('\n');
    if (process.env['UPDATE_MESSAGES'] === '1') writeFileSync(FILE, current);
    expect(readFileSync(FILE, 'utf8')).toBe(current);
  });
});
