import type {
  ChatView,
  CheckoutView,
  Entry,
  PaymentView,
  PortalView,
  SellerView,
  StoryView,
  TemplateView,
  WorldView,
} from '../wire';

export type Theme = 'auto' | 'light' | 'dark';
export type Pane = 'seller' | 'customer' | 'system';
export type Tab = 'live' | 'faults' | 'templates';

/** A seller's phone that stands on the page. */
export interface Phone {
  readonly phone: string;
  readonly line: string;
}

/** Why something was not done. */
export interface Problem {
  /** The page has words for it: `problem.<code>`. */
  readonly code: string;
  /** The server's own words, in English. */
  readonly detail?: string;
}

/** What the person at the page chose. */
export interface Ui {
  readonly view: 'play' | 'portal';
  /** On a narrow screen one of the three is shown. */
  readonly pane: Pane;
  readonly tab: Tab;
  readonly phones: readonly Phone[];
  /** Whose payments are followed. */
  readonly active: number;
  /** Chosen by hand; absent: the newest of the active phone. */
  readonly workflowId?: string | undefined;
  readonly paymentId?: string | undefined;
  /** The list that is open on a phone. */
  readonly sheet?: { readonly phone: string; readonly messageId: string; readonly chosen?: string } | undefined;
  /** The message that the next one on this phone replies to. */
  readonly replying?: { readonly phone: string; readonly messageId: string } | undefined;
  /** The place of the phone that asks for another number. */
  readonly asking?: number | undefined;
  readonly tag: string;
  readonly templateLanguage?: string | undefined;
  readonly story: string;
  readonly theme: Theme;
  readonly connected: boolean;
  /** Something that went wrong and was not seen yet. */
  readonly problem?: Problem | undefined;
  readonly now: number;
}

/** The newest value of each key that the server told. */
const board = new Map<string, unknown>();

let ui: Ui = {
  view: location.hash === '#portal' ? 'portal' : 'play',
  pane: 'seller',
  tab: 'live',
  phones: [{ phone: '+37369000001', line: 'md' }],
  active: 0,
  tag: '',
  story: 'paid',
  theme: 'auto',
  connected: false,
  now: Date.now(),
};
let listener = (): void => undefined;
let due = false;

/** @param draw called once after any number of changes of one moment */
export function onChange(draw: () => void): void {
  listener = draw;
}

function changed(): void {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    listener();
  });
}

export const getUi = (): Ui => ui;

export function setUi(change: Partial<Ui>): void {
  ui = { ...ui, ...change };
  changed();
}

/** @param all the server tells everything: what it does not name is gone */
export function take(entries: readonly Entry[], all: boolean): void {
  if (all) board.clear();
  for (const { key, value } of entries) {
    if (value === null) board.delete(key);
    else board.set(key, value);
  }
  changed();
}

const NO_WORLD: WorldView = {
  sellers: [],
  lines: [],
  uiUrl: '',
  switches: [],
  templates: [],
  chaos: false,
  workerRuns: true,
};
const NOTHING: PortalView = { payments: [], earlier: 0, audit: [] };

export const world = (): WorldView => (board.get('world') as WorldView | undefined) ?? NO_WORLD;
export const portal = (): PortalView => (board.get('portal') as PortalView | undefined) ?? NOTHING;
export const story = (): StoryView | undefined => board.get('story') as StoryView | undefined;
export const chat = ({ phone, line }: Phone): ChatView | undefined =>
  board.get(`chat:${phone}:${line}`) as ChatView | undefined;

export const sellerOf = ({ phone }: Phone): SellerView | undefined =>
  world().sellers.find((seller) => seller.phone === phone);

const all = <T>(prefix: string): T[] =>
  [...board].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);

/** Newest first. */
export const payments = (): PaymentView[] =>
  all<PaymentView>('payment:').sort((a, b) => b.startedAt.localeCompare(a.startedAt));
/** Newest first. */
export const checkouts = (): CheckoutView[] => all<CheckoutView>('checkout:').sort((a, b) => b.createdAt - a.createdAt);

export const activePhone = (): Phone => ui.phones[ui.active] ?? ui.phones[0] ?? { phone: '', line: 'md' };

/** The payment whose steps are shown: the chosen one, else the active phone's newest. */
export function shownPayment(): PaymentView | undefined {
  const known = payments();
  return (
    known.find(({ workflowId }) => workflowId === ui.workflowId) ??
    known.find(({ phone }) => phone === activePhone().phone)
  );
}

/** What is on the customer's phone: what was chosen, else what belongs to the shown payment. */
export function shownCheckout(): CheckoutView | undefined {
  const known = checkouts();
  const shown = shownPayment();
  return (
    known.find(({ paymentId }) => paymentId === ui.paymentId) ??
    known.find(({ workflowId }) => workflowId === shown?.workflowId)
  );
}

export const templatesOf = (language: string): readonly TemplateView[] =>
  world().templates.filter((template) => template.language === language);
