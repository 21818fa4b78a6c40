import { html, render } from 'lit';
import type { ChatView, Entry } from '../wire';

const chats = new Map<string, ChatView>();
const root = document.querySelector<HTMLElement>('#app');

function write(event: SubmitEvent): void {
  event.preventDefault();
  const input = (event.currentTarget as HTMLFormElement).elements.namedItem('text') as HTMLInputElement;
  const body = JSON.stringify({ phone: '+37369000001', line: 'md', text: input.value });
  void fetch('./api/write', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  input.value = '';
}

function draw(): void {
  if (root === null) return;
  render(
    html`<main>
      <h1>miaPOS sandbox</h1>
      ${[...chats.values()].map(
        (chat) =>
          html`<ul>
            ${chat.messages.map(({ body }) => html`<li>${body}</li>`)}
          </ul>`,
      )}
      <form @submit=${write}>
        <label>Write as Ana <input name="text" required value="pay 100" /></label><button>Send</button>
      </form>
    </main>`,
    root,
  );
}

const source = new EventSource('./events');
source.addEventListener('board', (event: MessageEvent<string>) => {
  const { entries } = JSON.parse(event.data) as { entries: readonly Entry[] };
  for (const { key, value } of entries) if (key.startsWith('chat:')) chats.set(key, value as ChatView);
  draw();
});
draw();
