/** tfjs' own JavaScript backend: always there, hundreds of times slower than a GPU. The reference in tests. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { OpenedBackend } from './index.ts';
import { activateBackend } from './register.ts';

export async function openCpu(): Promise<OpenedBackend> {
  await activateBackend('cpu', new MathBackendCPU());
  return {
    backend: 'cpu',
    adapter: 'JavaScript on the CPU',
    features: [],
    lost: new Promise(() => {}),
    errors: () => () => {},
    idle: async () => {},
    dispose: () => {},
  };
}
