/**
 * Opens the one device that all arithmetic runs on: WebGPU where there is an adapter, else WebGL, else the CPU. Each backend's code is
 * loaded only when it is tried. In Node the host installs WebGPU's globals first (`cli/dawn.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, backendNames } from '../config.ts';
import { type ErrorReport, missingPartOf, PlaygroundError, reportOf } from '../errors.ts';

export interface Device {
  readonly backend: BackendName;
  /** What the adapter calls itself, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader Device (LLVM 16.0.0)". */
  readonly adapter: string;
  /** Whether a processor computes what a GPU would: a software adapter, or JavaScript. */
  readonly software: boolean;
  /** WebGPU features that the device was made with. */
  readonly features: readonly string[];
  /** Set where a faster backend was tried and is not there: `webgpu-unavailable`, with the reason and the backend in its place. */
  readonly fallback: ErrorReport | null;
  /** Resolves, and never rejects, when the GPU is taken away: every tensor is gone. Stays pending after `dispose`. */
  readonly lost: Promise<PlaygroundError>;
  /** What the GPU complains of outside any call (`uncapturederror`): validation, memory. Returns the way to stop listening. */
  errors(listener: (error: PlaygroundError) => void): () => void;
  /** Resolves when the GPU has done all that it was given, or is gone. */
  idle(): Promise<void>;
  /** Frees the GPU's memory. A new device may be opened afterwards. */
  dispose(): void;
}

/** What each backend's module brings; `index.ts` adds what was tried before it. */
export type OpenedBackend = Omit<Device, 'fallback'>;

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
 * `auto` tries webgpu, webgl and cpu in this order; a name asked for takes no other in its place and throws `webgpu-missing`
 * or `webgl-missing` where it is not there.
 */
export async function openDevice(prefer: BackendName | 'auto'): Promise<Device> {
  // tfjs warns its developers of this and that; on the console of Node it advertises tfjs-node.
  tf.enableProdMode();
  if (prefer !== 'auto') return { ...(await openBackend(prefer)), fallback: null };
  // The first failure is the one to tell of: why there is no WebGPU.
  const failures: unknown[] = [];
  for (const name of backendNames) {
    try {
      const opened = await openBackend(name);
      return { ...opened, fallback: failures.length === 0 ? null : fallbackReport(failures, name) };
    } catch (error) {
      // The backend's code could not be fetched: that says nothing about the device.
      if (missingPartOf(error) !== null) throw error;
      failures.push(error);
    }
  }
  throw failures[0];
}

/** Why there is no WebGPU and, where that is not there either, no WebGL. */
function fallbackReport(failures: readonly unknown[], backend: BackendName): ErrorReport {
  const reason = failures.map(reasonOf).join('; ');
  return reportOf(new PlaygroundError('webgpu-unavailable', { reason, backend }, { cause: failures[0] }));
}

function reasonOf(error: unknown): string {
  return error instanceof PlaygroundError ? String(error.values.reason ?? error.message) : String(error);
}
