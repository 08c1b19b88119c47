/**
 * Import it once, before tfjs opens its device (`tf.ready()`, `tf.setBackend('webgpu')`), and
 * programs that train on tfjs' WebGPU backend run faster:
 *
 *     import 'fast-tfjs-webgpu';
 *
 * The functions below are for programs that choose what is replaced. `replacement.ts` lists what
 * can be.
 */
import { installReplacements, replacedNames, uninstallReplacements } from './installation.ts';
import type { Replacement } from './replacement.ts';

export type { Replacement };

export interface InstallOptions {
  /** Names that stay tfjs' own. */
  readonly except?: readonly Replacement[];
}

/**
 * The import calls this without options. A later call overrides the earlier choice, even while tfjs
 * computes. Throws and changes nothing if tfjs has another version than the one this package is
 * written for, or has already opened its own WebGPU device. Does nothing without WebGPU.
 */
export function install({ except = [] }: InstallOptions = {}): void {
  installReplacements(except);
}

/**
 * Restores tfjs' own kernels and optimizers. A device that is already open stays, because the
 * program's tensors are on it.
 */
export function uninstall(): void {
  uninstallReplacements();
}

/** The names that are replaced now; empty until tfjs has opened its device. */
export function replaced(): readonly Replacement[] {
  return replacedNames();
}

install();
