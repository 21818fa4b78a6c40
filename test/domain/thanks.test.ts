import { describe, expect, it } from '@jest/globals';
import { routeOf } from '../../domain/command';
import { isThanks } from '../../domain/command/thanks';

describe('thanks', () => {
  it.each([
    'Mulțumesc frumos!',
    'multumesc',
    'Спасибо большое',
    'thank you so much',
    'Merci beaucoup',
    'Vielen Dank!',
    'ok',
    '👍🙏',
    '...',
  ])('need no answer: %s', (text) => {
    expect(isThanks(text)).toBe(true);
  });

  it.each(['Mulțumesc, dar nu a plătit', 'спасибо, а как отменить?', 'hello', '100', '/help', 'danke 100'])(
    'are more than thanks: %s',
    (text) => {
      expect(isThanks(text)).toBe(false);
    },
  );

  it('are never a command', () => {
    expect(routeOf('merci')).toBe('talk');
  });
});
