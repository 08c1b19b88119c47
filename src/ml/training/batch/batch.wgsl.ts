/**
 * Makes a batch in one dispatch: gathers images from bytes, mirrors and scales them, draws noise,
 * and mixes the two, four numbers at a time.
 */
import { type PictureShape, pictureSize } from '../../data/description.ts';
import { philox } from '../../kernels/noise/philox.wgsl.ts';
import type { ComputeProgram, ElementType } from '../../kernels/shared/compute-program.ts';
import { mostNoiseDraws } from '../../recipes.ts';

/**
 * The part that differs by kind of network: how noisy each image is, and what the network should
 * predict.
 */
export interface NoisyPart {
  /** Equal keys mean equal sources. */
  readonly key: string;
  /**
   * WGSL. `fn levelOf(image : u32) -> vec4<f32>` returns the timestep, the image's factor, the
   * noise's factor, and the squared error's weight; it may draw from `levelKey()`. `fn
   * targetOf(clean : vec4<f32>, noise : vec4<f32>, level : vec4<f32>) -> vec4<f32>`.
   */
  readonly source: string;
  readonly uniforms: ComputeProgram['uniforms'];
  readonly reads: Readonly<Record<string, ElementType>>;
  /**
   * Whether the network takes timesteps, and whether the errors of images are weighted differently.
   */
  readonly timesteps: boolean;
  readonly weights: boolean;
}

/**
 * Number of words before the images in `draw`: two for the noise's key, two for the levels' key.
 */
export const keyWords = 4;

/**
 * The bit of an image's signed word in `draw` that means "mirror left to right". The lower bits are
 * the image's number.
 */
export const mirroredBit = 1 << 31;

/** `main` if there is one draw of noise: an invocation makes one element of `words`. */
const plainNoise = /* wgsl */ `
  fn main(workgroup : u32, lane : u32) {
    let index = workgroup * workgroupSize + lane;
    if (index >= uniforms.count * imageWords) { return; }
    writeBatch(index / imageWords, index % imageWords, 0u);
  }
`;

/**
 * `main` if there are several draws of noise: a workgroup makes one image with the draw that is
 * nearest to it, the first of equal ones. It draws that noise again to use it, so that the noise
 * takes no memory. Sums are added in the same order on every device, so the bits are always the
 * same.
 */
const nearestNoise = /* wgsl */ `
  var<workgroup> partial : array<array<f32, workgroupSize>, ${mostNoiseDraws}>;
  var<workgroup> distances : array<f32, ${mostNoiseDraws}>;
  fn main(image : u32, lane : u32) {
    if (image >= uniforms.count) { return; }
    for (var draw = 0u; draw < uniforms.draws; draw++) {
      var sum = 0.0;
      for (var word = lane; word < imageWords; word += workgroupSize) {
        let difference = originalOf(image, word) - noiseOf(image * imageWords + word, draw);
        sum += dot(difference, difference);
      }
      partial[draw][lane] = sum;
    }
    workgroupBarrier();
    if (lane < uniforms.draws) {
      var distance = 0.0;
      for (var i = 0u; i < workgroupSize; i++) { distance += partial[lane][i]; }
      distances[lane] = distance;
    }
    workgroupBarrier();
    var nearest = 0u;
    for (var draw = 1u; draw < uniforms.draws; draw++) {
      if (distances[draw] < distances[nearest]) { nearest = draw; }
    }
    for (var word = lane; word < imageWords; word += workgroupSize) { writeBatch(image, word, nearest); }
  }
`;

/**
 * For pictures of one shape whose bytes fill whole words of four, as those of every even side do.
 * `nearest`: whether there are several draws of noise.
 */
export function batchProgram(part: NoisyPart, shape: PictureShape, nearest: boolean): ComputeProgram {
  const { key, source, uniforms, reads, timesteps, weights } = part;
  const { side, channels } = shape;
  const imageWords = imageWordsOf(shape);
  if (!Number.isInteger(imageWords)) throw new RangeError(`${side} x ${side} x ${channels} bytes are no whole words`);
  return {
    key: `Batch of ${side} x ${channels} ${key}${nearest ? ', nearest noise' : ''}`,
    workgroup: 64,
    uniforms: { count: 'u32', ...(nearest && { draws: 'u32' as const }), ...uniforms },
    reads: { images: 'u32', draw: 'u32', ...reads },
    writes: {
      noisy: 'vec4<f32>',
      answer: 'vec4<f32>',
      ...(timesteps && { timesteps: 'f32' as const }),
      ...(weights && { weights: 'f32' as const }),
    },
    source: /* wgsl */ `
      const imageWords = ${imageWords}u;
      ${philox}
      fn levelKey() -> vec2<u32> { return vec2<u32>(draw[2], draw[3]); }
      ${source}
      fn byteOf(word : u32, place : u32) -> f32 { return f32((word >> (8u * place)) & 0xffu); }
      fn originalOf(image : u32, word : u32) -> vec4<f32> {
        let drawn = draw[${keyWords}u + image];
        let first = (drawn & 0x7fffffffu) * imageWords;
        var bytes : vec4<f32>;
        if (drawn < 0x80000000u) {
          let packed = images[first + word];
          bytes = vec4<f32>(byteOf(packed, 0u), byteOf(packed, 1u), byteOf(packed, 2u), byteOf(packed, 3u));
        } else {
          for (var i = 0u; i < 4u; i++) {
            let pixel = (4u * word + i) / ${channels}u;
            let x = pixel % ${side}u;
            let mirrored = pixel - x + ${side - 1}u - x;
            let at = mirrored * ${channels}u + (4u * word + i) % ${channels}u;
            bytes[i] = byteOf(images[first + at / 4u], at % 4u);
          }
        }
        return bytes / 127.5 - 1.0;
      }
      // Number i of the stream is number i of the batch. Each further draw begins 2^32 blocks after
      // the one before (see noiseDraw).
      fn noiseOf(index : u32, number : u32) -> vec4<f32> {
        let words = philox(vec4<u32>(index, number, 0u, 0u), vec2<u32>(draw[0], draw[1]));
        return vec4<f32>(boxMuller(words.x, words.y), boxMuller(words.z, words.w));
      }
      fn writeBatch(image : u32, word : u32, number : u32) {
        let index = image * imageWords + word;
        let original = originalOf(image, word);
        let noise = noiseOf(index, number);
        let level = levelOf(image);
        noisy[index] = original * level.y + noise * level.z;
        answer[index] = targetOf(original, noise, level);
        if (word == 0u) {
          ${timesteps ? 'timesteps[image] = level.x;' : ''}
          ${weights ? 'weights[image] = level.w;' : ''}
        }
      }
      ${nearest ? nearestNoise : plainNoise}
    `,
  };
}

export function imageWordsOf(shape: PictureShape): number {
  return pictureSize(shape) / 4;
}
