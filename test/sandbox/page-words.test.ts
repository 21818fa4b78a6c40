import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../domain/locale';
import { STORIES } from '../../sandbox/stories';

type Words = Readonly<Record<string, string>>;
const wordsOf = (language: string): Words =>
  JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'sandbox', 'page', 'app', 'i18n', `${language}.json`), 'utf8'),
  ) as Words;

const english = wordsOf('en');
const holes = (text = ''): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe.each(LOCALES)('the sandbox page in %s', (language) => {
  const words = wordsOf(language);

  it('has a word for everything, with the same values in it', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
    const wrong = Object.keys(english).filter((key) => holes(words[key]).join() !== holes(english[key]).join());
    expect(wrong).toEqual([]);
    expect(Object.values(words).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('has a caption for each scene of each story, and no more', () => {
    const captions = STORIES.flatMap(({ id, scenes }) => [
      `story.${id}`,
      ...scenes.map((_, scene) => `story.${id}.${String(scene)}`),
    ]);
    expect(Object.keys(words).filter((key) => key.startsWith('story.'))).toEqual(captions);
  });

  it('tells its stories in that language', () => {
    const untold = Object.keys(english).filter((key) => key.startsWith('story.') && words[key] === english[key]);
    expect(untold.length === 0 || language === 'en').toBe(true);
  });
});
