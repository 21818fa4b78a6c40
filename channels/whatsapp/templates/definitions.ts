import { LOCALES, type Locale } from '../../../domain/locale';
import { hasButton, TEMPLATE_OUTCOMES, templateName, type TemplateOutcome } from '../../../domain/template';
import { TEMPLATE_COPY } from './copy';

/** The variables of every template, in the order of the body. */
export const TEMPLATE_PARAMETERS = ['amount', 'item', 'time', 'reference'] as const;
export type TemplateParameter = (typeof TEMPLATE_PARAMETERS)[number];

const REFERENCE_EXAMPLE = 'k7qx2a';

/** A template as we want Meta to have it. */
export interface TemplateDefinition {
  readonly name: string;
  readonly locale: Locale;
  readonly body: string;
  readonly examples: Readonly<Record<TemplateParameter, string>>;
  /** Label of the one quick reply. */
  readonly button?: string;
}

/**
 * The template that tells an outcome. The outcome comes first and the amount right after it, for Meta refuses a body
 * that begins or ends with a variable, or holds two side by side.
 * @param button asked of an outcome that has none (paid), it is left out.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review
 */
export function templateFor(
  outcome: TemplateOutcome,
  locale: Locale,
  { button }: { button: boolean },
): TemplateDefinition {
  const copy = TEMPLATE_COPY[locale];
  const withButton = button && hasButton(outcome);
  const again = withButton ? copy.again.byButton : copy.again.byMessage;
  return {
    name: templateName(outcome, withButton),
    locale,
    body: [
      `${copy.headline[outcome]} {{amount}}`,
      `${copy.labels.item} {{item}}`,
      `${copy.labels.time} {{time}}`,
      `${copy.labels.reference} {{reference}}`,
      hasButton(outcome) ? `${copy.closing[outcome]} ${again}` : copy.closing[outcome],
    ].join('\n'),
    examples: { ...copy.examples, reference: REFERENCE_EXAMPLE },
    ...(withButton && { button: copy.button }),
  };
}

/** Everything that an account of ours should have. */
export const TEMPLATE_DEFINITIONS: readonly TemplateDefinition[] = LOCALES.flatMap((locale) =>
  TEMPLATE_OUTCOMES.flatMap((outcome) =>
    (hasButton(outcome) ? [true, false] : [false]).map((button) => templateFor(outcome, locale, { button })),
  ),
);

/**
 * The body of `POST /{waba}/message_templates`. Meta may file it under another category than this one: read the answer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/utility-templates
 */
export function toCreateRequest(definition: TemplateDefinition) {
  const { name, locale, body, examples, button } = definition;
  const example = {
    body_text_named_params: TEMPLATE_PARAMETERS.map((parameter) => ({
      param_name: parameter,
      example: examples[parameter],
    })),
  };
  const buttons = button === undefined ? [] : [{ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: button }] }];
  return {
    name,
    language: locale,
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [{ type: 'BODY', text: body, example }, ...buttons],
  };
}
