/**
 * Opens the one device that all arithmetic runs on: WebGPU if there is an adapter, else WebGL, else
 * the CPU. Each backend's code is loaded only when that backend is tried. In Node the host first
 * installs WebGPU's globals (`cli/dawn.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Device, OpenedBackend } from '../device/device.ts';
import { type ErrorReport, missingPartOf, PlaygroundError, reasonOf, reportOf } from '../errors.ts';
import { type BackendName, backendNames } from '../options.ts';
import { joinedReasons } from '../reasons.ts';

export type { Device } from '../device/device.ts';

async function openBackend(name: BackendName): Promise<OpenedBackend> {
  switch (name) {
    case 'webgpu':
      return (await import('./webgpu.ts')).openWebGPU();
    case 'webgl':
      return (await import('./webgl.ts')).openWebGL();
    case 'cpu':
      return (await import('./cpu.ts')).openCpu();
    default:
      return name satisfies never;
  }
}

/**
 * `auto` tries webgpu, webgl and cpu in this order. A backend asked for by name is never replaced
 * by another; if it is missing, this throws `webgpu-missing` or `webgl-missing`.
 */
export async function openDevice(prefer: BackendName | 'auto'): Promise<Device> {
  // Without production mode, tfjs prints warnings for developers, and in Node an advertisement for
  // tfjs-node.
  tf.enableProdMode();
  if (prefer !== 'auto') return { ...(await openBackend(prefer)), fallback: null };
  // The first failure is the one to report: it says why there is no WebGPU.
  const failures: unknown[] = [];
  for (const name of backendNames) {
    try {
      const opened = await openBackend(name);
      return { ...opened, fallback: failures.length === 0 ? null : fallbackReport(failures, name) };
    } catch (error) {
      // If the backend's code could not be fetched, that says nothing about the device.
      if (missingPartOf(error) !== null) throw error;
      failures.push(error);
    }
  }
  throw failures[0];
}

/** Why there is no WebGPU and, if WebGL is missing too, why there is no WebGL. */
function fallbackReport([first, ...others]: readonly unknown[], backend: BackendName): ErrorReport {
  const reason = joinedReasons([reasonOf(first), ...others.map(reasonOf)]);
  return reportOf(new PlaygroundError('webgpu-unavailable', { reason, backend }, { cause: first }));
}
