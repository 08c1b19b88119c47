import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../config.ts';

/**
 * Makes `backend` the one that tfjs computes on. A backend that was registered under the same name
 * before is removed with its tensors.
 */
export async function activateBackend(name: BackendName, backend: tf.KernelBackend): Promise<void> {
  // tfjs' modules register their own factories when they are imported, and tfjs keeps the first one
  // for each name.
  if (tf.findBackendFactory(name) !== null) tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
}
