/** What people write to end a conversation, in our five languages; compared without case, marks and signs. */
const WORDS = new Set(
  [
    'mulțumesc mulțumim mersi merci mult frumos ok okay okey bine perfect super în regulă',
    'спасибо большое огромное спс благодарю благодарим ок хорошо понял поняла понятно отлично',
    'thanks thank you thx ty ok okay very so much a lot great perfect cool got it',
    'merci beaucoup bien parfait ok d accord super',
    'danke schön sehr vielen dank ok gut alles klar prima super perfekt',
  ].flatMap((words) => wordsOf(words)),
);

/** Thanks, an "ok" or nothing but emoji: an answer would cost money and help nobody. */
export function isThanks(text: string): boolean {
  return wordsOf(text).every((word) => WORDS.has(word));
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
