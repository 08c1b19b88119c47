/** Attention in tfjs' registry, for its WebGPU backend: one dispatch there, two back, whatever the number of heads. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { type ComputeProgram, dispatch } from '../compute-program.ts';
import { forwardProgram, keyGradientProgram, queryGradientProgram } from './attention.wgsl.ts';

const kernelName = 'FusedAttention';
const gradientName = 'FusedAttentionGradient';

/** Beyond it the probabilities outgrow what they are made of, and tiles of a matrix product pay. */
export const longestSequence = 256;

interface Attributes {
  readonly heads: number;
}

interface Inputs {
  readonly q: tf.TensorInfo;
  readonly k: tf.TensorInfo;
  readonly v: tf.TensorInfo;
}

interface GradientInputs extends Inputs {
  readonly dy: tf.TensorInfo;
  readonly probability: tf.TensorInfo;
}

function geometry({ shape }: tf.TensorInfo, { heads }: Attributes) {
  const [n = 0, tokens = 0, channels = 0] = shape;
  const width = channels / heads;
  const components = width % 4 === 0 ? 4 : 1;
  return {
    components,
    probabilityShape: [n * heads, tokens, tokens],
    uniforms: {
      rows: n * heads * tokens,
      heads,
      tokens,
      channels: channels / components,
      width: width / components,
      scale: width ** -0.5,
    },
  } as const;
}

function run(
  backend: WebGPUBackend,
  program: ComputeProgram,
  uniforms: ReturnType<typeof geometry>['uniforms'],
  reads: Record<string, tf.TensorInfo>,
  writes: Record<string, tf.TensorInfo>,
): void {
  dispatch(backend, program, { uniforms, reads, writes, workgroups: Math.ceil(uniforms.rows / program.workgroup) });
}

/** [answer, probabilities [n heads, length, length]] */
function runForward(backend: WebGPUBackend, { q, k, v }: Inputs, attributes: Attributes): tf.TensorInfo[] {
  const { components, probabilityShape, uniforms } = geometry(q, attributes);
  const answer = backend.makeTensorInfo(q.shape, 'float32');
  const probability = backend.makeTensorInfo([...probabilityShape], 'float32');
  run(backend, forwardProgram(components), uniforms, { q, k, v }, { answer, probability });
  return [answer, probability];
}

/** The gradients of q, k and v. */
function runBackward(backend: WebGPUBackend, inputs: GradientInputs, attributes: Attributes): tf.TensorInfo[] {
  const { q, k, v, dy, probability } = inputs;
  const { components, probabilityShape, uniforms } = geometry(q, attributes);
  const like = () => backend.makeTensorInfo(q.shape, 'float32');
  const [dq, dk, dv] = [like(), like(), like()];
  const scoreGradient = backend.makeTensorInfo([...probabilityShape], 'float32');
  run(backend, queryGradientProgram(components), uniforms, { dy, k, v, probability }, { dq, scoreGradient });
  run(backend, keyGradientProgram(components), uniforms, { dy, q, probability, scoreGradient }, { dk, dv });
  backend.disposeData(scoreGradient.dataId);
  return [dq, dk, dv];
}

// tfjs gives every kernel its backend, inputs and attributes without their types.
tf.registerKernel({
  kernelName,
  backendName: 'webgpu',
  kernelFunc: ({ backend, inputs, attrs }) =>
    runForward(backend as WebGPUBackend, inputs as unknown as Inputs, attrs as unknown as Attributes),
});
tf.registerKernel({
  kernelName: gradientName,
  backendName: 'webgpu',
  kernelFunc: ({ backend, inputs, attrs }) =>
    runBackward(backend as WebGPUBackend, inputs as unknown as GradientInputs, attrs as unknown as Attributes),
});
tf.registerGradient({
  kernelName,
  inputsToSave: ['q', 'k', 'v'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attrs) => {
    const [dy] = dys as [tf.Tensor];
    const [q, k, v, probability] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    // At once: each of the functions below runs in a tidy of its own, which would free what another one needs.
    const [dq, dk, dv] = tf
      .engine()
      .runKernel<[tf.Tensor, tf.Tensor, tf.Tensor]>(gradientName, { q, k, v, dy, probability }, attrs);
    return { q: () => dq, k: () => dk, v: () => dv };
  },
});

/** See `attention`. Only while the WebGPU backend is the current one. */
export function webgpuAttention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [answer] = tf.engine().runKernel<[tf.Tensor3D, tf.Tensor]>(kernelName, { q, k, v }, { heads });
  return answer;
}
