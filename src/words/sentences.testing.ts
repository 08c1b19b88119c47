/** For tests: the words of a language, one by one. */

/** The key `a.b.c` and the text of every sentence. */
export function* sentences(part: unknown, path = ''): Generator<[string, string]> {
  if (typeof part === 'string') yield [path, part];
  else if (typeof part === 'object' && part !== null)
    for (const [key, value] of Object.entries(part)) yield* sentences(value, path ? `${path}.${key}` : key);
}
