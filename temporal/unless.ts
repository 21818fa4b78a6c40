/** For a rejection that is an answer: `value` stands for it, everything else stays an error. */
export function unless<const T>(kind: abstract new (...args: never[]) => Error, value: T) {
  return (error: unknown): T => {
    if (error instanceof kind) return value;
    throw error;
  };
}
