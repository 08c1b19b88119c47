/** tfjs' WebGL backend: for browsers without WebGPU. Several times slower. */
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { adapterKind } from '../device/adapter.ts';
import type { OpenedBackend } from '../device/device.ts';
import { PlaygroundError } from '../errors.ts';
import { quoted, type Reason } from '../reasons.ts';
import { activateBackend } from './register.ts';

export async function openWebGL(): Promise<OpenedBackend> {
  // A worker's only canvas. tfjs would find its absence by failing several times, each with a stack
  // trace on the console.
  if (globalThis.OffscreenCanvas === undefined)
    throw new PlaygroundError('webgl-missing', { reason: { code: 'no-offscreen-canvas' } });
  const backend = createBackend();
  // Halves cannot tell AdamW's epsilon from zero: training would come to numbers that are none, and
  // the learning rate would get the blame.
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    backend.dispose();
    throw new PlaygroundError('webgl-missing', { reason: { code: 'half-textures' } });
  }
  await activateBackend('webgl', backend);
  const { gl } = backend.getGPGPUContext();
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = names === null ? null : gl.getParameter(names.UNMASKED_RENDERER_WEBGL);
  const adapter = typeof renderer === 'string' && renderer !== '' ? renderer : 'WebGL';
  let disposed = false;
  return {
    backend: 'webgl',
    adapter,
    software: adapterKind({ description: adapter }) !== 'gpu',
    features: [],
    lost: new Promise((resolve) => {
      gl.canvas.addEventListener('webglcontextlost', () => {
        if (!disposed) resolve(new PlaygroundError('device-lost', { reason: { code: 'context-lost' } }));
      });
    }),
    errors: () => () => {},
    idle: async () => gl.finish(),
    dispose() {
      disposed = true;
      backend.dispose();
    },
  };
}

function createBackend(): MathBackendWebGL {
  try {
    return new MathBackendWebGL();
  } catch (cause) {
    const reason: Reason = tf.env().getBool('HAS_WEBGL') ? quoted(cause) : { code: 'no-webgl' };
    throw new PlaygroundError('webgl-missing', { reason }, { cause });
  }
}
