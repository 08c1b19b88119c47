/** tfjs' WebGL backend: for browsers without WebGPU. Several times slower; needs an OffscreenCanvas in a worker. */
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { OpenedBackend } from './index.ts';
import { activateBackend } from './register.ts';

export async function openWebGL(): Promise<OpenedBackend> {
  const backend = new MathBackendWebGL();
  await activateBackend('webgl', backend);
  const gl = backend.getGPGPUContext().gl;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const adapter: unknown = names === null ? null : gl.getParameter(names.UNMASKED_RENDERER_WEBGL);
  return {
    backend: 'webgl',
    adapter: typeof adapter === 'string' && adapter !== '' ? adapter : 'WebGL',
    features: [],
    lost: new Promise(() => {}),
    errors: () => () => {},
    dispose: () => backend.dispose(),
  };
}
