/**
 * Mean and standard deviation (population) per channel, for pixels scaled to [0, 1]. The sums are
 * of integers below 2^53, so they are exact.
 */

/** One number per channel. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export class ChannelSums {
  #pixels = 0;
  readonly #sums: { of: number; ofSquares: number }[];

  constructor(readonly channels: number) {
    this.#sums = Array.from({ length: channels }, () => ({ of: 0, ofSquares: 0 }));
  }

  /** Interleaved bytes, any number of pixels. */
  add(pixels: Uint8Array): void {
    for (const [channel, sums] of this.#sums.entries()) {
      const histogram = new Float64Array(256);
      for (let i = channel; i < pixels.length; i += this.channels) {
        const value = pixels[i] ?? 0;
        histogram[value] = (histogram[value] ?? 0) + 1;
      }
      for (const [value, count] of histogram.entries()) {
        sums.of += count * value;
        sums.ofSquares += count * value * value;
      }
    }
    this.#pixels += pixels.length / this.channels;
  }

  statistics(): ChannelStatistics {
    const mean = this.#sums.map((sums) => sums.of / this.#pixels / 255);
    const std = this.#sums.map(({ ofSquares }, channel) =>
      Math.sqrt(Math.max(0, ofSquares / this.#pixels / 255 ** 2 - (mean[channel] ?? 0) ** 2)),
    );
    return { mean, std };
  }
}
