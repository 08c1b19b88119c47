/**
 * Which of many pictures comes nearest to each of a few, by the mean of the squared differences of
 * their bytes. The result is exact; most comparisons end early.
 */

/** The nearest picture so far. */
export interface Nearest {
  /** Number of the picture. */
  readonly index: number;
  /**
   * Mean over all bytes of (a - b)^2, with bytes divided by 255: 0 is equal, 1 is black against
   * white.
   */
  readonly distance: number;
  /** Its bytes. */
  readonly picture: Uint8Array<ArrayBuffer>;
}

export class NearestSearch {
  readonly #best: { index: number; sum: number; readonly picture: Uint8Array<ArrayBuffer> }[];

  /** `wanted`: one after another, `size` bytes each. */
  constructor(
    private readonly wanted: Uint8Array,
    private readonly size: number,
  ) {
    const count = wanted.length / size;
    if (!Number.isInteger(count)) throw new RangeError(`${wanted.length} bytes are no whole number of pictures`);
    this.#best = Array.from({ length: count }, () => ({
      index: -1,
      sum: Number.POSITIVE_INFINITY,
      picture: new Uint8Array(size),
    }));
  }

  /**
   * Compares all wanted pictures with pictures [from, to) of `pictures`, whose first one has the
   * number `first`.
   */
  compare(pictures: Uint8Array, first: number, from: number, to: number): void {
    for (const [i, best] of this.#best.entries()) {
      for (let picture = from; picture < to; picture++) {
        const sum = this.#sumBelow(best.sum, i * this.size, pictures, picture * this.size);
        if (sum >= best.sum) continue;
        Object.assign(best, { index: first + picture, sum });
        best.picture.set(pictures.subarray(picture * this.size, (picture + 1) * this.size));
      }
    }
  }

  /** For each wanted picture; null if it has been compared with none. */
  get nearest(): readonly (Nearest | null)[] {
    return this.#best.map(({ index, sum, picture }) =>
      index < 0 ? null : { index, distance: sum / this.size / 255 ** 2, picture },
    );
  }

  /** The sum of squared differences, or its value when it reached `limit`. */
  #sumBelow(limit: number, a: number, pictures: Uint8Array, b: number): number {
    const { wanted, size } = this;
    let sum = 0;
    for (let start = 0; start < size && sum < limit; start += block) {
      const end = Math.min(start + block, size);
      for (let i = start; i < end; i++) {
        const difference = (wanted[a + i] ?? 0) - (pictures[b + i] ?? 0);
        sum += difference * difference;
      }
    }
    return sum;
  }
}

/** Bytes between two comparisons with the limit. */
const block = 96;
