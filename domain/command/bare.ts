import { closersOf } from './quote';

/** Stands for each character that is quoted or of a tag: no blank, no digit, no letter. */
export const COVERED = '_';

/** A text with everything covered that can be no money, because it is quoted or a tag. As long as the text itself. */
export function bareOf(text: string): string {
  const pieces: string[] = [];
  let begins = true;
  for (let at = 0; at < text.length;) {
    const length: number = text[at] === '#' ? tagLength(text, at) : begins ? quotedLength(text, at) : 0;
    pieces.push(length === 0 ? text.charAt(at) : COVERED.repeat(length));
    begins = length > 0 || text[at] === ' ';
    at += Math.max(length, 1);
  }
  return pieces.join('');
}

function tagLength(text: string, from: number): number {
  const end = /[ #]/g;
  end.lastIndex = from + 1;
  return (end.exec(text)?.index ?? text.length) - from;
}

/** A quotation that nobody closes runs to the tag or the end. */
function quotedLength(text: string, from: number): number {
  const closers = closersOf(text[from]);
  if (closers === undefined) return 0;
  for (let at = from + 1; at < text.length; at += 1) {
    if (closers.includes(text.charAt(at)) && /^(?:$|[ #.,:!?])/.test(text.charAt(at + 1))) return at + 1 - from;
  }
  const tag = text.indexOf('#', from);
  return (tag < 0 ? text.length : tag) - from;
}
