/**
 * Lanes of a subgroup that compute a tile together: what one has loaded the others take from its register. A workgroup is one such subgroup, so that
 * all its lanes take the same path.
 */

export interface Lanes {
  /** Names it in the keys of programs. */
  readonly key: string;
  readonly count: number;
  /** WGSL: an expression's value in the lane that this one counts as the `i`th. */
  readonly from: (value: string, i: number) => string;
  /** Whether that is the same lane for all. */
  readonly inOrder: boolean;
  /** WGSL: of numbers that the lanes load in turn, which one this lane takes as its `j`th; j is an i32. */
  readonly taken: (j: string) => string;
}

/** Every lane for itself. */
export const alone: Lanes = {
  key: 'alone',
  count: 1,
  from: (value) => value,
  inOrder: true,
  taken: (j) => j,
};

/** All take the same lane's at a time. */
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

/** Of four lanes each begins with itself and goes on to its neighbours: by bits of the lane's number. */
export const quadSwaps: Lanes = {
  key: 'quad swap',
  count: 4,
  from: (value, i) => (i === 0 ? value : `${swaps[i]}(${value})`),
  inOrder: false,
  // The lowest two bits of j are the neighbour's number, exclusive or ours.
  taken: (j) => `(${j} ^ lane)`,
};

/** WGSL: opens `main` and defines `index`, the tile's number, and `lane`, this one's among those that share the tile. */
export function invocation({ count }: Lanes): string {
  if (count === 1) {
    return `fn main(index : i32) {
      let lane = 0;`;
  }
  return `fn main(workgroup : u32, laneOfWorkgroup : u32) {
      let index = i32(workgroup);
      let lane = i32(laneOfWorkgroup);`;
}

/** What is the same of all programs that lanes compute together. `workgroup`: of those in which they are alone. */
export function laneProgram({ count }: Lanes, workgroup: number) {
  return count === 1
    ? ({ workgroup, takes: 'index' } as const)
    : ({ workgroup: count, takes: 'workgroup and lane', subgroups: true } as const);
}
