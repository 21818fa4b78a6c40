import { closersOf } from './quote';

/** What a seller writes beside an amount. */
export interface Note {
  readonly description?: string;
  readonly tag?: string;
}

type NoteProblem = 'DescriptionTooLong' | 'TagTooLong' | 'TagUnclear' | 'SeveralTags';
interface NoteResult {
  /** Fits the limits; where there is a problem, the closest that would work. */
  readonly note: Note;
  readonly problem?: NoteProblem;
}

/** Code points, as the portal's contract counts them. */
export const DESCRIPTION_AT_MOST = 140;
export const TAG_AT_MOST = 40;

interface Description {
  readonly description: string;
  readonly rest: string;
}

/**
 * Reads `[<description>] [#<tag>]` or `[#<tag>] [<description>]`. Every `#` outside quotes begins a tag. A quoted text
 * with more words behind it is a bare description that has quotes in it: nothing typed is lost.
 */
export function readNote(text: string): NoteResult {
  const rest = text.trim();
  const before = readTag(rest);
  const { description, rest: end } = readDescription(before.rest);
  const after = readTag(end);
  const tag = before.tag ?? after.tag;
  const several = [before.tag, after.tag].filter((one) => one !== undefined).length > 1 || after.rest.includes('#');
  const all = [description, after.rest.replace(/#[^ ]*/g, '')].join(' ').replace(/ {2,}/g, ' ').trim();
  const best = cut(all, DESCRIPTION_AT_MOST);
  const bestTag = cut((tag ?? '').replace(/[^\p{L}\p{M}\p{N}_-]/gu, ''), TAG_AT_MOST);
  const note = { ...(best && { description: best }), ...(bestTag && { tag: bestTag }) };
  const problem = problemOf({ description, tag, several, leftOver: after.rest !== '' });
  return problem === undefined ? { note } : { note, problem };
}

function problemOf(read: {
  readonly description: string;
  readonly tag: string | undefined;
  readonly several: boolean;
  readonly leftOver: boolean;
}): NoteProblem | undefined {
  if (read.several) return 'SeveralTags';
  if (read.leftOver || (read.tag !== undefined && !/^[\p{L}\p{M}\p{N}_-]+$/u.test(read.tag))) return 'TagUnclear';
  if (Array.from(read.tag ?? '').length > TAG_AT_MOST) return 'TagTooLong';
  return Array.from(read.description).length > DESCRIPTION_AT_MOST ? 'DescriptionTooLong' : undefined;
}

function readTag(text: string): { readonly tag?: string; readonly rest: string } {
  const [match, tag] = /^#([^ #]*)/.exec(text) ?? [];
  return match === undefined || tag === undefined
    ? { rest: text }
    : { tag, rest: text.slice(match.length).trimStart() };
}

function readDescription(text: string): Description {
  const closers = closersOf(text[0]);
  if (closers === undefined) return readBare(text);
  for (let at = 1; at < text.length; at += 1) {
    if (closers.includes(text.charAt(at)) && /^(?:$|[ #])/.test(text.slice(at + 1, at + 2))) {
      const rest = text.slice(at + 1).trimStart();
      const isWhole = rest === '' || rest.startsWith('#');
      return isWhole ? { description: text.slice(1, at).trim(), rest } : readBare(text);
    }
  }
  return readBare(text.slice(1));
}

function readBare(text: string): Description {
  const [bare = ''] = /^[^#]*/.exec(text) ?? [];
  return { description: bare.trim(), rest: text.slice(bare.length) };
}

/** As many code points as fit: for examples only, never for what was typed. */
export function cut(text: string, atMost: number): string {
  return Array.from(text).slice(0, atMost).join('').trim();
}
