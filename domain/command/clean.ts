/**
 * UTF-16 units that are looked at. WhatsApp takes 4096 characters and does not say which kind; no character has more
 * than two units. Whatever is longer came from no person's keyboard, so its tail is never read.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages
 */
export const READ_AT_MOST = 8_192;

/** A tab parts the columns of a table: what stands in two of them is no one number. */
const LINE_BREAK = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/u;
const BLANK = /\p{Zs}+/gu;

/**
 * Controls, bidirectional marks, zero-width characters, halves of surrogate pairs: what a reader can't see must not
 * decide. A joiner inside an emoji stays, for without it the reader sees another picture.
 */
const INVISIBLE =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}])\u{200d}\p{Extended_Pictographic})[\p{Cc}\p{Cf}\p{Cs}]/gu;

function cleanLine(line: string): string {
  return (
    line
      .replace(BLANK, ' ')
      .replace(INVISIBLE, '')
      // After the invisible, which would keep letters and their marks apart; before `;`, which is what NFC makes of U+037E.
      .normalize('NFC')
      .replaceAll(';', ',')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/** The lines of a message, and the columns of a line, that show anything, each with single plain spaces and nothing invisible. */
export function cleanLines(text: string): readonly string[] {
  return text
    .slice(0, READ_AT_MOST)
    .split(LINE_BREAK)
    .map(cleanLine)
    .filter((line) => line !== '');
}
