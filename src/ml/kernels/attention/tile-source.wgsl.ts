/** Pieces of source that all tiles share. */

/** One line of source for each number below `count`. */
export function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** The components of a vector of four keys. */
export const keyNames = ['x', 'y', 'z', 'w'] as const;

/**
 * `line` for every i below `count`, as a loop over variables whose names contain # for i: the loop
 * uses the first one and moves the others up. With only one place in the source that stores, it
 * compiles in a fraction of the time.
 */
export function oneAfterAnother(count: number, names: readonly string[], line: string): string {
  const named = (name: string, i: number) => name.replace('#', `${i}`);
  const moveUp = names.map((name) => each(count - 1, (i) => `${named(name, i)} = ${named(name, i + 1)};`)).join('\n');
  return `for (var i = 0u; i < ${count}u; i++) { ${line} ${moveUp} }`;
}
