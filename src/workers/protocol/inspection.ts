/**
 * Types only: what is on the device and in the layers, for tests and the console, and the progress
 * of preparing a first step.
 */

/** A histogram with equal bins from the lowest number to the highest. */
export interface NumbersHistogram {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly counts: Uint32Array<ArrayBuffer>;
}

export interface LayerNumbers {
  /** The layer's name in PyTorch. */
  readonly layer: string;
  readonly parameters: number;
  readonly weights: NumbersHistogram;
  /** The running mean of the gradients that the optimizer keeps; null if there is none yet. */
  readonly gradients: NumbersHistogram | null;
  /**
   * A sample of the layer's outputs for the preview's images. Null for layers without outputs of
   * their own.
   */
  readonly activations: NumbersHistogram | null;
}

/** How many programs of a training step are compiled, and how many there are. */
export interface PreparationProgress {
  readonly done: number;
  readonly total: number;
}

/** The engine's memory between two steps. It grows only if something leaks. */
export interface MemoryUse {
  readonly tensors: number;
  /**
   * Allocated on the GPU, including pooled buffers; on other backends, what tfjs counts for its
   * tensors.
   */
  readonly bytes: number;
}
