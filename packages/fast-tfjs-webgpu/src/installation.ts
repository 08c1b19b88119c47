/**
 * Replaces tfjs' WebGPU backend by ours and, once tfjs has opened it, tfjs' kernels, optimizers and
 * one gradient by ours. Everything can be restored.
 */
import { version as webgpuVersion } from '@tensorflow/tfjs-backend-webgpu/dist/version.js';
import * as tf from '@tensorflow/tfjs-core';
import { webgpuKernels } from '../../../src/ml/backends/webgpu-kernels.ts';
import { SlicedBackend } from '../../../src/ml/device/sliced-backend.ts';
import {
  type Replacements,
  replaceKernels,
  restoreStockKernels,
} from '../../../src/ml/kernels/shared/register-kernel.ts';
import { replaceBatchNormGradient } from './batch-norm-gradient.ts';
import { openBackend } from './open-backend.ts';
import { optimizers } from './optimizers/index.ts';
import type { Replacement } from './replacement.ts';
import { requireVersions } from './versions.ts';

const name = 'webgpu';

type Factory = ReturnType<typeof tf.findBackendFactory>;

/** tfjs' own factory while ours replaces it. */
let stockFactory: Factory | null = null;
/**
 * Whether to replace anything. Checked when the device has been opened, because it may have changed
 * while it was being opened.
 */
let isWanted = false;
let except: ReadonlySet<string> = new Set();
let replacedKernels: string[] = [];
/**
 * Replacements that are not kernels. Each function installs one and returns a function that
 * restores tfjs' own.
 */
const others: Readonly<Record<string, () => (() => void) | null>> = {
  FusedBatchNormGradient: replaceBatchNormGradient,
  ...optimizers,
};
const replacedOthers = new Map<string, () => void>();

/** Null if tfjs has not opened its WebGPU backend. */
function openedBackend(): tf.KernelBackend | null {
  return tf.engine().registry[name] ?? null;
}

export function installReplacements(excepted: readonly Replacement[]): void {
  requireVersions({ '@tensorflow/tfjs-core': tf.version_core, '@tensorflow/tfjs-backend-webgpu': webgpuVersion });
  // tfjs registers no factory if there is no WebGPU.
  const factory: Factory | null = tf.findBackendFactory(name);
  if (factory === null) return;
  const opened = openedBackend();
  // The backend belongs to another copy of this package, which has already replaced everything.
  if (opened !== null && 'putInto' in opened && !(opened instanceof SlicedBackend)) return;
  if (stockFactory === null) {
    if (opened !== null || tf.engine().backendName === name) {
      throw new Error(
        'fast-tfjs-webgpu must be imported before tf.ready() and tf.setBackend(): tfjs opened its own device',
      );
    }
    stockFactory = factory;
    exchangeFactory(async () => {
      const backend = await openBackend();
      if (isWanted) replaceAll(backend);
      return backend;
    });
  }
  isWanted = true;
  except = new Set(excepted);
  if (opened instanceof SlicedBackend) replaceAll(opened);
}

function exchangeFactory(factory: Factory): void {
  const { priority } = tf.engine().registryFactory[name] ?? {};
  tf.removeBackend(name);
  tf.registerBackend(name, factory, priority);
}

function replaceAll({ facts }: SlicedBackend): void {
  restoreAll();
  const kernels = Object.entries(webgpuKernels(facts)).filter(([kernel]) => !except.has(kernel));
  // The program may have registered another backend under this name in the meantime.
  const replacements: Replacements = Object.fromEntries(
    kernels.map(([kernel, replacement]) => [
      kernel,
      (call) => (call.backend instanceof SlicedBackend ? replacement(call) : null),
    ]),
  );
  replaceKernels(name, replacements);
  replacedKernels = kernels.map(([kernel]) => kernel);
  for (const [other, replace] of Object.entries(others)) {
    const putBack = except.has(other) ? null : replace();
    if (putBack) replacedOthers.set(other, putBack);
  }
}

function restoreAll(): void {
  restoreStockKernels(name);
  replacedKernels = [];
  for (const restore of replacedOthers.values()) restore();
  replacedOthers.clear();
}

export function uninstallReplacements(): void {
  isWanted = false;
  restoreAll();
  if (stockFactory === null || openedBackend() !== null || tf.engine().backendName === name) return;
  exchangeFactory(stockFactory);
  stockFactory = null;
}

export function replacedNames(): readonly Replacement[] {
  return [...replacedKernels, ...replacedOthers.keys()] as Replacement[];
}
