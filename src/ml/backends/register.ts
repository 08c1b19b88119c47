import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../config.ts';

/**
 * Makes `backend` the one that tfjs computes on. A device opened before under the same name is gone
 * with its tensors.
 */
export async function activateBackend(name: BackendName, backend: tf.KernelBackend): Promise<void> {
  // tfjs' modules register factories of their own at import, and keep the first one of a name.
  if (tf.findBackendFactory(name) !== null) tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
}
