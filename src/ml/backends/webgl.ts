/** tfjs' WebGL backend, for browsers without WebGPU. Several times slower than WebGPU. */
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { adapterKind } from '../device/adapter.ts';
import type { OpenedBackend } from '../device/device.ts';
import { PlaygroundError } from '../errors.ts';
import { quoted, type Reason } from '../reasons.ts';
import { activateBackend } from './register.ts';

export async function openWebGL(): Promise<OpenedBackend> {
  // A worker has no other canvas. tfjs would notice that it is missing only by failing several
  // times, each time with a stack trace on the console.
  if (globalThis.OffscreenCanvas === undefined)
    throw new PlaygroundError('webgl-missing', { reason: { code: 'no-offscreen-canvas' } });
  const backend = createBackend();
  // In half precision AdamW's epsilon is zero, so training would produce NaN, and the learning rate
  // would be blamed.
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
