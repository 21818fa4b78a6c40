import { describe, expect, it } from '@jest/globals';
import Ajv, { type ValidateFunction } from 'ajv';
import type { OutboundMessage } from '../../channels/channel';
import { toReadRequest, toSendRequest } from '../../channels/whatsapp/render';
import { TEMPLATE_DEFINITIONS, toCreateRequest } from '../../channels/whatsapp/templates/definitions';
import { templateParameters } from '../../channels/whatsapp/templates/parameters';
import type { Contact } from '../../domain/inbound';
import { notChecked } from '../support/not-checked';
import { findMetaOpenApi, readMetaOpenApi } from './meta-openapi';

const path = findMetaOpenApi();
if (path === undefined) {
  notChecked(
    'our requests against Meta’s own OpenAPI',
    'put business-messaging-api_v23.0.yaml into contracts/meta/ of this repository or of a directory beside it, or name it by META_OPENAPI_FILE',
  );
}
const whenFound = path === undefined ? describe.skip : describe;

const SCHEMAS = { text: 'TextMessage', interactive: 'InteractiveMessage', template: 'TemplateMessage' } as const;
const CREATE = '#/paths/~1{Version}~1{WABA-ID}~1message_templates/post/requestBody/content/application~1json/schema';
const PHONE: Contact = { phone: '37369000001' };

const choice = (id: string) => ({ id, title: 'x'.repeat(20), description: 'y'.repeat(72) });
const template = TEMPLATE_DEFINITIONS.map(({ name, locale, examples, button }): OutboundMessage => ({
  kind: 'template',
  name,
  locale,
  parameters: templateParameters(examples),
  ...(button !== undefined && { replies: ['again:x'] }),
}));
const MESSAGES: readonly OutboundMessage[] = [
  { kind: 'text', body: 'Salut' },
  { kind: 'text', body: 'https://a.md', previewUrl: true },
  { kind: 'buttons', body: 'x'.repeat(1024), buttons: ['a', 'b', 'c'].map(choice) },
  {
    kind: 'list',
    body: 'x'.repeat(1024),
    open: 'x'.repeat(20),
    rows: Array.from({ length: 10 }, (_, n) => choice(`${n}`)),
  },
  { kind: 'list', body: 'Limba', open: 'Alege', rows: [{ id: 'lang:ro', title: 'Română' }] },
  ...template,
];

whenFound('our requests, by Meta’s own OpenAPI', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  if (path !== undefined) ajv.addSchema(readMetaOpenApi(path), 'meta');

  const schemaAt = (pointer: string): ValidateFunction => {
    const validate = ajv.getSchema(`meta${pointer}`);
    if (validate === undefined) throw new Error(`Meta’s OpenAPI has nothing at ${pointer}`);
    return validate;
  };
  const problems = (pointer: string, request: unknown): string[] => {
    const validate = schemaAt(pointer);
    return validate(request) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
  };
  /** By `type`, as the document's discriminator says: its `oneOf` alone takes a text for several kinds. */
  const sendProblems = (request: { readonly type: string }): string[] =>
    problems(`#/components/schemas/${SCHEMAS[request.type as keyof typeof SCHEMAS]}`, request);
  const request = (message: OutboundMessage, to: Contact = PHONE) =>
    toSendRequest(to, message, { key: 'payment-link/x/send-link', replyTo: 'wamid.IN' });

  it.each(MESSAGES.map((message) => [JSON.stringify(message).slice(0, 80), message] as const))(
    'take %s',
    (_, message) => {
      expect(sendProblems(request(message))).toEqual([]);
    },
  );

  it('take the mark of a read message', () => {
    expect(problems('#/components/schemas/MarkMessageRequestPayload', toReadRequest('wamid.IN'))).toEqual([]);
  });

  it.each(TEMPLATE_DEFINITIONS.map((one) => [one.name, one.locale, one] as const))('take %s in %s', (_, __, one) => {
    expect(problems(CREATE, toCreateRequest(one))).toEqual([]);
  });

  describe('newer than the document, which must then say exactly this much against them', () => {
    it('a message to a user id has no `to`', () => {
      expect(sendProblems(request({ kind: 'text', body: 'Salut' }, { userId: 'MD.1' }))).toEqual([' required']);
    });

    it('a request for the phone is a kind of its own', () => {
      const found = sendProblems(request({ kind: 'contact-request', body: 'Telefonul?' }));
      expect(found.filter((problem) => !problem.startsWith('/interactive/action'))).toEqual(['/interactive/type enum']);
    });
  });

  describe('are refused when they are broken', () => {
    const text = request({ kind: 'text', body: 'Salut' });
    const buttons = request({ kind: 'buttons', body: 'Da?', buttons: ['a', 'b', 'c', 'd'].map(choice) });
    const longTitle = request({ kind: 'list', body: 'b', open: 'o', rows: [{ id: 'a', title: 'x'.repeat(25) }] });
    const longBody = request({ kind: 'buttons', body: 'x'.repeat(1025), buttons: [choice('a')] });

    it.each([
      ['no recipient', { ...text, to: undefined }, ' required'],
      ['a recipient that is a number', { ...text, to: 37369000001 }, '/to type'],
      ['a text that is no object', { ...text, text: 'Salut' }, '/text type'],
      ['four buttons', buttons, '/interactive/action/buttons maxItems'],
      ['a row title too long', longTitle, '/interactive/action/sections/0/rows/0/title maxLength'],
      ['a body too long', longBody, '/interactive/body/text maxLength'],
      [
        'a template without a language policy',
        { ...text, type: 'template', template: { name: 'n', language: { code: 'ro' } } },
        '/template/language required',
      ],
    ])('%s', (_, broken, problem) => {
      expect(sendProblems(JSON.parse(JSON.stringify(broken)) as { type: string })).toContain(problem);
    });

    it('a mark without a message', () => {
      const broken = { messaging_product: 'whatsapp', status: 'read' };
      expect(problems('#/components/schemas/MarkMessageRequestPayload', broken)).toEqual([' required']);
    });

    it('a template whose parts are no list', () => {
      const [one] = TEMPLATE_DEFINITIONS;
      if (one === undefined) throw new Error('no templates');
      expect(problems(CREATE, { ...toCreateRequest(one), components: 'body' })).toEqual(['/components type']);
    });
  });
});
