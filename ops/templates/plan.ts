import type { TemplateAtMeta } from '../../channels/whatsapp/template-list';
import type { TemplateDefinition } from '../../channels/whatsapp/templates/definitions';

/** A template of ours and what Meta has of it. */
export interface TemplateRow {
  readonly definition: TemplateDefinition;
  readonly atMeta?: TemplateAtMeta;
  /** Why it is not sent as it should be; absent: all is well. */
  readonly problem?: 'missing' | 'category' | 'notApproved' | 'drift';
}

/** Holds the definitions against what Meta has. An approved text that differs is drift: it is never edited, only reported. */
export function compareTemplates(
  definitions: readonly TemplateDefinition[],
  atMeta: readonly TemplateAtMeta[],
): readonly TemplateRow[] {
  return definitions.map((definition) => {
    const found = atMeta.find(({ name, locale }) => name === definition.name && locale === definition.locale);
    if (found === undefined) return { definition, problem: 'missing' };
    const problem = problemOf(definition, found);
    return { definition, atMeta: found, ...(problem !== undefined && { problem }) };
  });
}

function problemOf(definition: TemplateDefinition, found: TemplateAtMeta): TemplateRow['problem'] {
  if (found.body !== undefined && (found.body !== definition.body || found.button !== definition.button))
    return 'drift';
  if (found.category !== 'UTILITY') return 'category';
  return found.status === 'APPROVED' ? undefined : 'notApproved';
}

const WORDS: Record<NonNullable<TemplateRow['problem']>, string> = {
  missing: 'missing: npm run templates -- sync submits it',
  category: 'filed under another category: it costs more and is not sent; appeal at Meta, or reword under a new name',
  notApproved: 'not approved yet, or paused',
  drift: 'differs from the repository: approved texts are not edited; give the new text a new name',
};

/** A line a template, for people. */
export function showRow({ definition, atMeta, problem }: TemplateRow): string {
  const state = atMeta === undefined ? '—' : `${atMeta.status}, ${atMeta.category}`;
  const name = `${definition.name} (${definition.locale})`;
  return `${problem === undefined ? 'ok ' : '!! '} ${name.padEnd(48)} ${state.padEnd(24)} ${problem === undefined ? '' : WORDS[problem]}`.trimEnd();
}

/** Both texts of a template that drifted. */
export function showDrift({ definition, atMeta }: TemplateRow): string {
  const lines = (text: string | undefined, mark: string) => (text ?? '').split('\n').map((line) => `${mark} ${line}`);
  return [
    `${definition.name} (${definition.locale})`,
    ...lines(atMeta?.body, '-'),
    ...lines(definition.body, '+'),
    `- [${atMeta?.button ?? ''}]`,
    `+ [${definition.button ?? ''}]`,
  ].join('\n');
}
