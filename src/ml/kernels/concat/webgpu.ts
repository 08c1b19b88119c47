/**
 * Concatenation in tfjs' registry, for its WebGPU backend: one dispatch forward and one back, where
 * tfjs slices once for each part.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { makeResult } from '../half/index.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';
import { type Components, componentsFor, elementOf } from '../shared/vector-width.ts';

const kernelName = 'FusedConcatChannels';
const gradientName = 'FusedConcatChannelsGradient';

/** The two parts, and the picture that they form together. */
interface Pictures {
  readonly first: tf.TensorInfo;
  readonly second: tf.TensorInfo;
  readonly whole: tf.TensorInfo;
}

interface Attributes {
  /** Channels of each part, so that its tensor need not be kept for the backward pass. */
  readonly channels: readonly [number, number];
}

/** `joins`: concatenates; otherwise splits. */
function program(joins: boolean, components: Components): ComputeProgram {
  const element = elementOf(components);
  const parts = { first: element, second: element } as const;
  const whole = { whole: element } as const;
  const copy = (part: string, elements: string, offset: string) => {
    const [inWhole, inPart] = [`whole[pixel * uniforms.whole + ${offset} + c]`, `${part}[pixel * ${elements} + c]`];
    return /* wgsl */ `
      for (var c = index % uniforms.lanes; c < ${elements}; c += uniforms.lanes) {
        ${joins ? `${inWhole} = stored_whole(${element}(${inPart}));` : `${inPart} = stored_${part}(${element}(${inWhole}));`}
      }
    `;
  };
  return {
    key: `${joins ? kernelName : gradientName} ${components}`,
    workgroup: 64,
    // Elements of a pixel, and invocations that share a pixel.
    uniforms: { pixels: 'u32', first: 'u32', second: 'u32', whole: 'u32', lanes: 'u32' },
    reads: joins ? parts : whole,
    writes: joins ? whole : parts,
    halves: ['first', 'second', 'whole'],
    source: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let index = workgroup * workgroupSize + lane;
        let pixel = index / uniforms.lanes;
        if (pixel >= uniforms.pixels) { return; }
        ${copy('first', 'uniforms.first', '0u')}
        ${copy('second', 'uniforms.second', 'uniforms.first')}
      }
    `,
  };
}

function run(
  backend: SlicedBackend,
  joins: boolean,
  { first, second, whole }: Pictures,
  { channels }: Attributes,
): void {
  const components = componentsFor(...channels);
  const [inFirst, inSecond] = [channels[0] / components, channels[1] / components];
  // On a GPU neighbouring threads have neighbouring elements. A software adapter divides more
  // slowly than it copies, so there a thread has a whole pixel.
  const lanes = backend.facts.kind === 'gpu' ? inFirst + inSecond : 1;
  const pixels = tf.util.sizeFromShape(whole.shape.slice(0, -1));
  const composed = program(joins, components);
  dispatch(backend, composed, {
    uniforms: { pixels, first: inFirst, second: inSecond, whole: inFirst + inSecond, lanes },
    reads: joins ? { first, second } : { whole },
    writes: joins ? { whole } : { first, second },
    workgroups: Math.ceil((pixels * lanes) / composed.workgroup),
  });
}

function withChannels(backend: SlicedBackend, { shape }: tf.TensorInfo, channels: number): tf.TensorInfo {
  return makeResult(backend, [...shape.slice(0, -1), channels]);
}

registerOwnKernel(kernelName, (backend, { first, second }: Omit<Pictures, 'whole'>, attributes: Attributes) => {
  const whole = withChannels(backend, first, attributes.channels[0] + attributes.channels[1]);
  run(backend, true, { first, second, whole }, attributes);
  return whole;
});
registerOwnKernel(gradientName, (backend, { dy: whole }: { dy: tf.TensorInfo }, attributes: Attributes) => {
  const [first, second] = attributes.channels.map((channels) => withChannels(backend, whole, channels)) as [
    tf.TensorInfo,
    tf.TensorInfo,
  ];
  run(backend, false, { first, second, whole }, attributes);
  return [first, second];
});
tf.registerGradient({
  kernelName,
  gradFunc: (dy, _, attributes) => {
    // Computed before the functions below, because each of them runs in its own tidy, which would
    // free tensors that another one needs.
    const [first, second] = tf
      .engine()
      .runKernel<[tf.Tensor, tf.Tensor]>(gradientName, { dy: dy as tf.Tensor }, attributes);
    return { first: () => first, second: () => second };
  },
});

/** See `concatChannels`. Only while the WebGPU backend is the current one. */
export function webgpuConcatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  const channels = [first.shape[3], second.shape[3]];
  return tf.engine().runKernel<tf.Tensor4D>(kernelName, { first, second }, { channels });
}
