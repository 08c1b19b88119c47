/**
 * Lanes of a subgroup that compute a tile together: a number that one lane has loaded passes to the
 * others through registers. A workgroup is one such subgroup, so that all its lanes take the same
 * path.
 */

export interface Lanes {
  /** Identifies it in the keys of programs. */
  readonly key: string;
  readonly count: number;
  /** WGSL: an expression's value in the lane that this lane counts as its `i`th. */
  readonly from: (value: string, i: number) => string;
  /** Whether that is the same lane for all. */
  readonly inOrder: boolean;
  /**
   * WGSL: which of the numbers that the lanes load in turn this lane takes as its `j`th; j is an
   * i32.
   */
  readonly taken: (j: string) => string;
}

/** Each lane works alone. */
export const alone: Lanes = {
  key: 'alone',
  count: 1,
  from: (value) => value,
  inOrder: true,
  taken: (j) => j,
};

/** All lanes read from the same lane at a time. */
export function shuffles(count: number): Lanes {
  return {
    key: `shuffle ${count}`,
    count,
    from: (value, i) => `subgroupShuffle(${value}, ${i}u)`,
    inOrder: true,
    taken: (j) => j,
  };
}

const swaps = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'];

/**
 * In a group of four, each lane begins with itself and continues with its neighbours by the bits of
 * its number.
 */
export const quadSwaps: Lanes = {
  key: 'quad swap',
  count: 4,
  from: (value, i) => (i === 0 ? value : `${swaps[i]}(${value})`),
  inOrder: false,
  // The lowest two bits of j are the neighbour's number XOR ours.
  taken: (j) => `(${j} ^ lane)`,
};

/**
 * WGSL: opens `main` and defines `index`, the tile's number, and `lane`, this lane's number among
 * those that share the tile.
 */
export function invocation({ count }: Lanes): string {
  if (count === 1) {
    return `fn main(index : i32) {
      let lane = 0;`;
  }
  return `fn main(workgroup : u32, laneOfWorkgroup : u32) {
      let index = i32(workgroup);
      let lane = i32(laneOfWorkgroup);`;
}

/**
 * The common part of all programs that lanes compute together. `workgroup`: size for programs in
 * which lanes work alone.
 */
export function laneProgram({ count }: Lanes, workgroup: number) {
  return count === 1
    ? ({ workgroup, takes: 'index' } as const)
    : ({ workgroup: count, takes: 'workgroup and lane', subgroups: true } as const);
}
