/**
 * tfjs' JavaScript backend, with our own kernels for the operations that take most of its time. It
 * works everywhere, is far slower than a GPU, and is the reference in tests.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { OpenedBackend } from '../device/device.ts';
import { javaScriptConvolutions } from '../kernels/javascript/convolutions.ts';
import { javaScriptElementwise } from '../kernels/javascript/elementwise.ts';
import { replaceKernels } from '../kernels/shared/register-kernel.ts';
import { activateBackend } from './register.ts';

export async function openCpu(): Promise<OpenedBackend> {
  replaceKernels('cpu', { ...javaScriptConvolutions, ...javaScriptElementwise });
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
