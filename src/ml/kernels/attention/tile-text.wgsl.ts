/** Parts of the texts of all tiles. */

/** Lines of text, one for each number below `count`. */
export function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** The numbers of a vector of four keys. */
export const keyNames = ['x', 'y', 'z', 'w'] as const;

/**
 * `line` for every i below `count`, as a loop over variables in whose names # stands for i: they are used from the front, the rest moving up. So one place
 * in the text stores, which compiles in a fraction of the time.
 */
export function oneAfterAnother(count: number, names: readonly string[], line: string): string {
  const named = (name: string, i: number) => name.replace('#', `${i}`);
  const moveUp = names.map((name) => each(count - 1, (i) => `${named(name, i)} = ${named(name, i + 1)};`)).join('\n');
  return `for (var i = 0u; i < ${count}u; i++) { ${line} ${moveUp} }`;
}
