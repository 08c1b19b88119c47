/**
 * One import, before tfjs opens its device (`tf.ready()`, `tf.setBackend('webgpu')`), makes
 * programs that train on tfjs' WebGPU backend faster:
 *
 *     import 'fast-tfjs-webgpu';
 *
 * The functions below are for programs that want to choose. What is replaced: `replacement.ts`.
 */
import { installReplacements, replacedNames, uninstallReplacements } from './installation.ts';
import type { Replacement } from './replacement.ts';

export type { Replacement };

export interface InstallOptions {
  /** These stay tfjs' own. */
  readonly except?: readonly Replacement[];
}

/**
 * The import has called this already, without options. A later call replaces what the earlier one
 * chose, also while tfjs computes. Throws, and changes nothing, if tfjs has another version than
 * the one this is written for, or if tfjs has opened its own WebGPU device already. Does nothing
 * where there is no WebGPU.
 */
export function install({ except = [] }: InstallOptions = {}): void {
  installReplacements(except);
}

/**
 * tfjs' own kernels and optimizers compute again. A device that has been opened stays, because the
 * program's tensors are on it.
 */
export function uninstall(): void {
  uninstallReplacements();
}

/** What is replaced now: nothing before tfjs has opened its device. */
export function replaced(): readonly Replacement[] {
  return replacedNames();
}

install();
