/** A decision of operators: who takes it and why, kept with what it decides. */
export interface Decided {
  /** The identity provider's id of the person; never a phone. */
  readonly operator: string;
  readonly reason: string;
}

const LONGEST = 500;

/** What is missing of a decision, in words for whoever takes it. */
export function lackingIn(word: Partial<Decided>): string | undefined {
  if (!isSaid(word.operator)) return 'Say the operator: who decides this?';
  if (!isSaid(word.reason)) return `Say the reason, in at most ${LONGEST} characters: why is this done?`;
  return undefined;
}

function isSaid(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST;
}
