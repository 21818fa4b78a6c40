import type { ChatChoice } from './chats';
import { GraphError } from './graph-error';
import type { TemplateRequest, TemplateRequestComponent } from './message-schema';
import type { SimTemplate } from './templates';

/** A template with its values in place, as its reader sees it. */
export interface FilledTemplate {
  readonly body: string;
  readonly header?: string;
  readonly footer?: string;
  readonly buttons: readonly ChatChoice[];
}

/** @throws GraphError where template or parameters can't be sent */
export function fillTemplate(template: SimTemplate | undefined, request: TemplateRequest): FilledTemplate {
  const usable = approved(template, request);
  const given = (type: string): readonly Parameter[] =>
    request.components.find((component) => component.type === type)?.parameters ?? [];
  const textOf = (type: string): string => usable.components.find((each) => each.type === type)?.text ?? '';
  const fill = (type: string): string => fillText(textOf(type.toUpperCase()), given(type), usable);
  const body = fill('body');
  const header = fill('header');
  const footer = textOf('FOOTER');
  if (body.length > 1024) throw new GraphError(132005, 'The filled body is longer than 1024 characters');
  return {
    body,
    ...(header === '' ? {} : { header }),
    ...(footer === '' ? {} : { footer }),
    buttons: buttonsOf(usable, request.components),
  };
}

type Parameter = TemplateRequestComponent['parameters'][number];

function approved(template: SimTemplate | undefined, { name, language }: TemplateRequest): SimTemplate {
  if (template?.status === 'PAUSED') throw new GraphError(132015, `Template ${name} is paused due to low quality`);
  if (template?.status === 'DISABLED') throw new GraphError(132016, `Template ${name} is disabled for good`);
  if (template?.status !== 'APPROVED') {
    throw new GraphError(132001, `template name (${name}) does not exist in ${language.code}`);
  }
  return template;
}

function fillText(text: string, given: readonly Parameter[], { parameter_format: format }: SimTemplate): string {
  const wanted = [...new Set([...text.matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g)].map(([, name]) => name ?? ''))];
  if (given.length !== wanted.length) {
    const details = `number of parameters (${given.length}) does not match the expected number (${wanted.length})`;
    throw new GraphError(132000, details);
  }
  const values = new Map(
    given.map((parameter, index) => [
      format === 'NAMED' ? parameter.parameter_name : wanted[index],
      checked(parameter),
    ]),
  );
  return wanted.reduce((filled, name) => {
    const value = values.get(name);
    if (value === undefined) throw new GraphError(132012, `Parameter ${name} is missing`);
    return filled.replaceAll(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`, 'g'), () => value);
  }, text);
}

function checked({ type, text }: Parameter): string {
  if (type !== 'text') throw new GraphError(132012, `Parameter of type ${type} does not fit a text`);
  if (text === undefined || text.trim() === '') {
    throw new GraphError(131008, 'Parameter of type text is missing text value');
  }
  if (/[\n\r\t]| {4}/.test(text)) {
    throw new GraphError(132012, 'Param text cannot have new-line/tab characters or 4 consecutive spaces');
  }
  return text;
}

function buttonsOf(template: SimTemplate, given: readonly TemplateRequestComponent[]): ChatChoice[] {
  const buttons = template.components.find(({ type }) => type === 'BUTTONS')?.buttons ?? [];
  const values = given.filter(({ type }) => type === 'button');
  if (values.some(({ index }) => index === undefined || index >= buttons.length)) {
    throw new GraphError(132000, 'There is no button at this index');
  }
  return buttons.map(({ type, text = '', url }, index) => {
    const value = values.find((each) => each.index === index);
    const first = value?.parameters[0];
    if (value !== undefined && value.sub_type?.toUpperCase() !== type) {
      throw new GraphError(132012, `Button at index ${index} is of type ${type}`);
    }
    if (type !== 'URL') return { id: first?.payload ?? text, title: text };
    const variable = url?.includes('{{1}}') === true;
    if (variable && !first?.text) {
      throw new GraphError(131008, `Button at index ${index} of type Url requires a parameter`);
    }
    return { id: `url-${index}`, title: text, url: (url ?? '').replace('{{1}}', () => first?.text ?? '') };
  });
}
