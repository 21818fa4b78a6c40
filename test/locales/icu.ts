interface Node {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

const LITERAL = 0;
const PLURAL = 6;

const within = (node: Node): (readonly Node[])[] => Object.values(node.options ?? {}).map(({ value }) => value);

/** The words that a message brings itself. */
export function literalsOf(ast: readonly Node[]): string[] {
  return ast.flatMap((node) => [
    ...(node.type === LITERAL && typeof node.value === 'string' ? [node.value] : []),
    ...within(node).flatMap((inner) => literalsOf(inner)),
  ]);
}

/** The forms of each plural in a message. */
export function pluralsOf(ast: readonly Node[]): string[][] {
  return ast.flatMap((node) => [
    ...(node.type === PLURAL ? [Object.keys(node.options ?? {})] : []),
    ...within(node).flatMap((inner) => pluralsOf(inner)),
  ]);
}

/** All messages of a locale file, as written. */
export function messagesOf(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  return Object.values(tree as Readonly<Record<string, unknown>>).flatMap((branch) => messagesOf(branch));
}
