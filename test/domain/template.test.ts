import { describe, expect, it } from '@jest/globals';
import { chooseTemplate, type TemplateState, usableTemplates } from '../../domain/template';

const state = (name: string, over: Partial<TemplateState> = {}): TemplateState => ({
  name,
  locale: 'ro',
  status: 'APPROVED',
  category: 'UTILITY',
  ...over,
});
const plain = state('miapos_payment_expired_v1');
const button = state('miapos_payment_expired_button_v1');

describe('a template for an outcome', () => {
  it('is the one with the button, else the plain one, else none', () => {
    expect(chooseTemplate('expired', 'ro', [plain, button])).toEqual({ name: button.name, button: true });
    expect(chooseTemplate('expired', 'ro', [plain])).toEqual({ name: plain.name, button: false });
    expect(chooseTemplate('expired', 'ro', [])).toBeUndefined();
  });

  it('is the plain one when Meta files the one with the button under marketing', () => {
    const filed = state(button.name, { category: 'MARKETING' });
    expect(chooseTemplate('expired', 'ro', [filed, plain])).toEqual({ name: plain.name, button: false });
  });

  it.each(['PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL'])('is never one that is %s', (status) => {
    expect(chooseTemplate('expired', 'ro', [state(plain.name, { status })])).toBeUndefined();
  });

  it('is the plain one where a button would have nothing to do', () => {
    expect(chooseTemplate('expired', 'ro', [plain, button], false)).toEqual({ name: plain.name, button: false });
    expect(chooseTemplate('expired', 'ro', [button], false)).toBeUndefined();
  });

  it('has no button for a payment that was paid', () => {
    const paid = state('miapos_payment_paid_v1');
    expect(chooseTemplate('paid', 'ro', [state('miapos_payment_paid_button_v1'), paid])).toEqual({
      name: paid.name,
      button: false,
    });
  });

  it('is in the language of the reader, or none', () => {
    expect(chooseTemplate('expired', 'de', [plain, button])).toBeUndefined();
  });

  it('tells no outcome by the template of another', () => {
    expect(chooseTemplate('declined', 'ro', [plain, button])).toBeUndefined();
  });
});

describe('usable templates', () => {
  it('are approved and filed as utility', () => {
    const unusable = [state('a', { status: 'PAUSED' }), state('b', { category: 'MARKETING' })];
    expect(usableTemplates([plain, ...unusable, button])).toEqual([plain, button]);
  });
});
