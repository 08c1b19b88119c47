/**
 * The contents of the device and of the layers, for tests and the console, and the wait before a
 * first step. Types only.
 */

/** A histogram: equal bins from the lowest number to the highest. */
export interface NumbersHistogram {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly counts: Uint32Array<ArrayBuffer>;
}

export interface LayerNumbers {
  /** PyTorch's name. */
  readonly layer: string;
  readonly parameters: number;
  readonly weights: NumbersHistogram;
  /** The running mean that the optimizer keeps; null if it has none yet. */
  readonly gradients: NumbersHistogram | null;
  /**
   * A sample of its outputs for the preview's images. Null for layers without outputs of their own.
   */
  readonly activations: NumbersHistogram | null;
}

/** Number of compiled programs of a training step, and their total. */
export interface PreparationProgress {
  readonly done: number;
  readonly total: number;
}

/** The run's memory between two steps; it grows only if something leaks. */
export interface MemoryUse {
  readonly tensors: number;
  /**
   * Allocated on the GPU, pooled buffers included; on the other backends what tfjs counts for its
   * tensors.
   */
  readonly bytes: number;
}
