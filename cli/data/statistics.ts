/** Mean and standard deviation (population) of each channel, pixels scaled to [0, 1]. Sums are of integers below 2^53: exact. */

export interface ChannelStatistics {
  readonly mean: [number, number, number];
  readonly std: [number, number, number];
}

export class ChannelSums {
  #pixels = 0;
  readonly #sum: [number, number, number] = [0, 0, 0];
  readonly #sumOfSquares: [number, number, number] = [0, 0, 0];

  /** `rgb`: interleaved bytes, any number of pixels. */
  add(rgb: Uint8Array): void {
    for (const channel of [0, 1, 2] as const) {
      const histogram = new Float64Array(256);
      for (let i = channel; i < rgb.length; i += 3) {
        const value = rgb[i] ?? 0;
        histogram[value] = (histogram[value] ?? 0) + 1;
      }
      for (const [value, count] of histogram.entries()) {
        this.#sum[channel] += count * value;
        this.#sumOfSquares[channel] += count * value * value;
      }
    }
    this.#pixels += rgb.length / 3;
  }

  statistics(): ChannelStatistics {
    const mean = (channel: 0 | 1 | 2) => this.#sum[channel] / this.#pixels / 255;
    const std = (channel: 0 | 1 | 2) =>
      Math.sqrt(Math.max(0, this.#sumOfSquares[channel] / this.#pixels / 255 ** 2 - mean(channel) ** 2));
    return { mean: [mean(0), mean(1), mean(2)], std: [std(0), std(1), std(2)] };
  }
}
