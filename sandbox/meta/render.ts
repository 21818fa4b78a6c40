import type { ChatChoice } from './chats';
import type { Interactive } from './message-schema';

/** What of a message its reader sees. */
export interface Shown {
  readonly kind: string;
  readonly body: string;
  readonly header?: string;
  readonly footer?: string;
  readonly open?: string;
  readonly buttons: readonly ChatChoice[];
  readonly rows: readonly ChatChoice[];
}

export function shownInteractive(interactive: Interactive): Shown {
  const base = { body: interactive.body.text, buttons: [], rows: [] };
  if (interactive.type === 'request_contact_info') return { ...base, kind: 'contact-request' };
  const { header, footer } = interactive;
  const framed = {
    ...base,
    ...(header === undefined ? {} : { header: header.text }),
    ...(footer === undefined ? {} : { footer: footer.text }),
  };
  switch (interactive.type) {
    case 'list': {
      const rows = interactive.action.sections.flatMap((section) => section.rows.map(choice));
      return { ...framed, kind: 'list', open: interactive.action.button, rows };
    }
    case 'button':
      return { ...framed, kind: 'buttons', buttons: interactive.action.buttons.map(({ reply }) => choice(reply)) };
    case 'cta_url': {
      const { display_text: title, url } = interactive.action.parameters;
      return { ...framed, kind: 'cta-url', buttons: [{ id: 'cta_url', title, url }] };
    }
  }
}

const choice = ({ id, title, description }: { id: string; title: string; description?: string | undefined }) => ({
  id,
  title,
  ...(description === undefined ? {} : { description }),
});
