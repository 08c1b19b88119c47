/** Types only: pictures, and the views of a run and its data set that consist of pictures. */

/** `count` pictures one after another: RGB bytes, [count, height, width, 3], row-major. */
export interface Pictures {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}

/**
 * A preview: always the same eight test images and the same noise. For a diffusion network each
 * image has another timestep.
 */
export interface Preview {
  readonly step: number;
  /** The timestep of each image, least noise first; null if the network knows none. */
  readonly timesteps: readonly number[] | null;
  readonly clean: Pictures;
  readonly noisy: Pictures;
  readonly output: Pictures;
}

/**
 * An evaluation, made every N steps for networks with a sampler: the loss on images that the
 * network never learns from, and samples.
 */
export interface Evaluation {
  readonly step: number;
  /** The loss over held-out images, with the same noise and timesteps every time. */
  readonly raw: number;
  /** The same for the averaged weights; null if there are none. */
  readonly ema: number | null;
  /** `raw` by timestep: the mean over each tenth of the timesteps, least noise first. */
  readonly buckets: Float32Array<ArrayBuffer>;
  /** Sampled from the same noise every time, in few steps, with the averaged weights. */
  readonly samples: Pictures;
}

export interface DataProgress {
  readonly shardsReady: number;
  readonly shardsFailed: number;
  readonly shardsTotal: number;
  readonly bytesReady: number;
  readonly bytesTotal: number;
  readonly images: number;
}

/** The first training images of the experiment's classes, to look at. */
export interface DataSample {
  readonly pictures: Pictures;
  readonly labels: Uint16Array<ArrayBuffer>;
}

export interface TestImage {
  readonly picture: Pictures;
  readonly label: number;
}

/** For each given picture, the training picture that is most like it. */
export interface NearestPictures {
  /** In the order of the given pictures. Mirrored if that is nearer and training mirrors. */
  readonly pictures: Pictures;
  /** Mean squared difference of the colours, of bytes divided by 255: 0 is equal. */
  readonly distances: Float32Array<ArrayBuffer>;
  /** Numbers of the training pictures. */
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly labels: Uint16Array<ArrayBuffer>;
  /** Number of training pictures that were compared: those that had arrived. */
  readonly compared: number;
}
