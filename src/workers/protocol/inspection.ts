/** What the device and the layers hold: for the curious, for tests, and for the wait before a first step. Types only. */

/** Of some numbers: equal bins from the lowest to the highest. */
export interface NumbersHistogram {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly counts: Uint32Array<ArrayBuffer>;
}

export interface LayerNumbers {
  /** As PyTorch names it. */
  readonly layer: string;
  readonly parameters: number;
  readonly weights: NumbersHistogram;
  /** Their running mean, as the optimizer keeps it; null where it has none yet. */
  readonly gradients: NumbersHistogram | null;
  /** What it answers to the preview's images: of many numbers some. Null of layers that answer none of their own. */
  readonly activations: NumbersHistogram | null;
}

/** Of the device's programs for a training step: how many are compiled. */
export interface PreparationProgress {
  readonly done: number;
  readonly total: number;
}

/** What the run holds on to, between two steps: grows only where something leaks. */
export interface MemoryUse {
  readonly tensors: number;
  /** Allocated on the GPU, pooled buffers included; on the other backends what tfjs counts for its tensors. */
  readonly bytes: number;
}
