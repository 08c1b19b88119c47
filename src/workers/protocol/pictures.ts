/** Pictures, and the views of a run and of its data set that consist of them. Types only. */

/** `count` pictures one after another: RGB bytes, [count, height, width, 3], row-major. */
export interface Pictures {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}

/**
 * The same eight test images and the same noise every time. For a diffusion network every image has
 * another timestep.
 */
export interface Preview {
  readonly step: number;
  /** Of each image, least noise first; null if the network knows none. */
  readonly timesteps: readonly number[] | null;
  readonly clean: Pictures;
  readonly noisy: Pictures;
  readonly output: Pictures;
}

/**
 * Every N steps, for networks with a sampler: the loss on images that it never learns from, and
 * samples.
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

/** Training images to look at: the first ones that the experiment's classes admit. */
export interface DataSample {
  readonly pictures: Pictures;
  readonly labels: Uint16Array<ArrayBuffer>;
}

export interface TestImage {
  readonly picture: Pictures;
  readonly label: number;
}

/** Of each picture that was given, the training picture that is most like it. */
export interface NearestPictures {
  /** In the order of those that were given; mirrored where that is nearer and training mirrors. */
  readonly pictures: Pictures;
  /** Mean squared difference of the colours, of bytes divided by 255: 0 is equal. */
  readonly distances: Float32Array<ArrayBuffer>;
  /** Numbers of the training pictures. */
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly labels: Uint16Array<ArrayBuffer>;
  /** How many training pictures were compared: those that had arrived. */
  readonly compared: number;
}
