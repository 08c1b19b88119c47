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
  /** Whether that is the same lane for all: then every lane's pixel `j` of a tile is the tile's. */
  readonly inOrder: boolean;
  /** WGSL: a lane's pixel `j`, an i32, of a tile whose pixels the lanes load in turn. */
  readonly pixel: (j: string) => string;
}

/** Every lane for itself. */
export const alone: Lanes = {
  key: 'alone',
  count: 1,
  from: (value) => value,
  inOrder: true,
  pixel: (j) => j,
};

/** All take the same lane's at a time. */
export function shuffles(count: number): Lanes {
  return {
    key: `shuffle ${count}`,
    count,
    from: (value, i) => `subgroupShuffle(${value}, ${i}u)`,
    inOrder: true,
    pixel: (j) => j,
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
  pixel: (j) => `(${j} ^ lane)`,
};
