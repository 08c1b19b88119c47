/** tfjs' JavaScript backend, with kernels of our own for what takes its time: always there, far slower than a GPU. The reference in tests. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { javaScriptConvolutions } from '../kernels/conv2d/javascript.ts';
import { javaScriptElementwise } from '../kernels/elementwise/javascript.ts';
import { replaceJavaScriptKernels } from '../kernels/replace-javascript.ts';
import type { OpenedBackend } from './index.ts';
import { activateBackend } from './register.ts';

export async function openCpu(): Promise<OpenedBackend> {
  replaceJavaScriptKernels({ ...javaScriptConvolutions, ...javaScriptElementwise });
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
