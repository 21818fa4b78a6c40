import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GraphError } from './graph-error';

const upper = z.string().transform((word) => word.toUpperCase());
const templateButton = z.looseObject({
  type: upper,
  text: z.string().max(25).optional(),
  url: z.string().max(2000).optional(),
});
const componentSchema = z.looseObject({
  type: upper,
  format: upper.optional(),
  text: z.string().min(1).max(1024).optional(),
  buttons: z.array(templateButton).max(10).optional(),
  example: z.unknown().optional(),
});

/** The body of `POST /{waba}/message_templates`, and what a simulator is seeded with. */
export const templateDefinition = z.looseObject({
  name: z
    .string()
    .max(512)
    .regex(/^[a-z0-9_]+$/),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  category: upper.pipe(z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION'])),
  parameter_format: upper.pipe(z.enum(['NAMED', 'POSITIONAL'])).default('POSITIONAL'),
  components: z.array(componentSchema).min(1),
});
export type TemplateDefinition = z.input<typeof templateDefinition>;

export interface SimTemplate extends z.output<typeof templateDefinition> {
  readonly id: string;
  readonly wabaId: string;
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  status: string;
  quality: string;
}

/** The templates of all business accounts. A name and a language make one. */
export class Templates {
  readonly #all: SimTemplate[] = [];

  list(wabaId: string): readonly SimTemplate[] {
    return this.#all.filter((template) => template.wabaId === wabaId);
  }

  find(wabaId: string, name: string, language: string): SimTemplate | undefined {
    return this.list(wabaId).find((template) => template.name === name && template.language === language);
  }

  named(name: string, language: string): readonly SimTemplate[] {
    return this.#all.filter((template) => template.name === name && template.language === language);
  }

  /** @throws GraphError where Meta would not take it into review */
  create(wabaId: string, definition: z.output<typeof templateDefinition>, status: string): SimTemplate {
    if (this.find(wabaId, definition.name, definition.language) !== undefined) {
      throw new GraphError(100, 'There is already content in this language for this template name', {
        subcode: 2388024,
      });
    }
    for (const { text, example } of definition.components) judge(text ?? '', example);
    const template = { ...definition, id: idOf(wabaId, definition), wabaId, status, quality: 'UNKNOWN' };
    this.#all.push(template);
    return template;
  }
}

function judge(text: string, example: unknown): void {
  if (!text.includes('{{')) return;
  const trimmed = text.trim();
  if (trimmed.startsWith('{{') || trimmed.endsWith('}}')) {
    throw new GraphError(100, "Variables can't be at the start or end of the template", { subcode: 2388299 });
  }
  if (/\}\}\s*\{\{/.test(text)) throw new GraphError(100, 'Variables must not be adjacent', { subcode: 2388293 });
  if (example === undefined) throw new GraphError(100, 'A text with variables needs an example', { subcode: 2388043 });
}

/** Numeric like Meta's, and the same whenever the same template is seeded. */
function idOf(wabaId: string, { name, language }: { name: string; language: string }): string {
  const digest = createHash('sha256').update(`${wabaId}/${name}/${language}`).digest();
  return String(1_000_000_000_000_000n + digest.readBigUInt64BE() / 10_000n);
}
