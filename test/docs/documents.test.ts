import { describe, expect, it } from '@jest/globals';
import {
  brokenRows,
  codeFolders,
  deadLinks,
  deadPaths,
  diagrams,
  documents,
  prose,
  readText,
  tableUnder,
} from './documents';

const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

describe('the documents', () => {
  it('are found: an empty list would prove nothing', () => {
    expect(documents()).toEqual(expect.arrayContaining(['README.md', 'docs/technical-description.md']));
    expect(diagrams()).not.toEqual([]);
  });

  it.each(documents())('%s links to what there is', (file) => {
    expect(deadLinks(file)).toEqual([]);
  });

  it.each(documents())('%s names files that there are', (file) => {
    expect(deadPaths(file)).toEqual([]);
  });

  it.each(documents())('%s has tables that show all their cells', (file) => {
    expect(brokenRows(file)).toEqual([]);
  });

  it.each(documents())('%s names scripts that there are', (file) => {
    const named = [...readText(file).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(documents())('%s needs nothing of the machine it was written on', (file) => {
    expect(prose(file)).not.toMatch(/(^|[\s(`])\/(work|root|home|Users)\//);
  });

  it('name every folder of the code, so that a newcomer finds its way', () => {
    const named = JSON.stringify(tableUnder('README.md', '## Find your way around'));
    expect(codeFolders().filter((folder) => !named.includes(`${folder}/`))).toEqual([]);
  });

  it.each(diagrams())('%s can be heard, and seen in the dark', (file) => {
    const svg = readText(file);
    expect(svg).toMatch(/<svg [^>]*viewBox="[^"]+" role="img" aria-labelledby="([\w-]+) ([\w-]+)"/);
    const [, title = '', desc = ''] = /aria-labelledby="([\w-]+) ([\w-]+)"/.exec(svg) ?? [];
    expect(svg).toContain(`<title id="${title}">`);
    expect(svg).toContain(`<desc id="${desc}">`);
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  it('tell a dead link, path and anchor from living ones, and a broken row from whole ones', () => {
    expect(deadLinks('test/docs/fixture.md')).toEqual(['nowhere.md', '../../README.md#nowhere']);
    expect(deadPaths('test/docs/fixture.md')).toEqual(['domain/nowhere.ts']);
    expect(brokenRows('test/docs/fixture.md')).toEqual(['| `GET                | PUT /there` | two |']);
  });
});
