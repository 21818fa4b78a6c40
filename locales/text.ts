const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Marks that reorder or hide text without being seen. U+200C and U+200D stay: scripts and emoji are built with them. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
/** Inside a word an underscore formats nothing, and tags are full of them. */
const UNDERSCORE_AT_EDGE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Makes text of others (descriptions, tags, names, commands) safe to stand in a line of ours: one line, nothing unseen,
 * and nothing that WhatsApp takes for formatting.
 *
 * The formatting characters become look-alikes: WhatsApp has no escape character, and an invisible one put between would
 * travel along unseen when the text is copied.
 * @see https://faq.whatsapp.com/539178204879377 (how to format messages)
 */
export function plain(text: string): string {
  return text
    .replace(UNSEEN, '')
    .replace(BREAKS, ' ')
    .trim()
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', '’')
    .replace(UNDERSCORE_AT_EDGE, '＿')
    .replace(/^>/u, '›')
    .replace(/^-/u, '–');
}

/**
 * Shortens text between graphemes and marks the cut with an ellipsis.
 * @param longest UTF-16 units, the stricter of the two ways in which a channel may count characters.
 */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Joins what is there; what is absent leaves no separator behind. */
export function join(separator: string, parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}
