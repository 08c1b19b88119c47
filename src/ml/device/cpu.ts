/** tfjs' JavaScript backend, with convolutions of our own: always there, far slower than a GPU. The reference in tests. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { registerJavaScriptConvolutions } from '../kernels/conv2d/javascript.ts';
import type { OpenedBackend } from './index.ts';
import { activateBackend } from './register.ts';

export async function openCpu(): Promise<OpenedBackend> {
  registerJavaScriptConvolutions();
  await activateBackend('cpu', new MathBackendCPU());
  return {
    backend: 'cpu',
    adapter: 'JavaScript on the CPU',
    software: true,
    features: [],
    lost: new Promise(() => {}),
    errors: () => () => {},
    idle: async () => {},
    dispose: () => {},
  };
}
