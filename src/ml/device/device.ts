/**
 * The one device that does all arithmetic, whichever backend computes. Types only:
 * `backends/open-device.ts` opens it.
 */
import type { ErrorReport, PlaygroundError } from '../errors.ts';
import type { BackendName } from '../options.ts';

export interface Device {
  readonly backend: BackendName;
  /**
   * The adapter's own name, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader Device (LLVM 16.0.0)".
   */
  readonly adapter: string;
  /** Whether a processor computes instead of a GPU: a software adapter, or JavaScript. */
  readonly software: boolean;
  /** WebGPU features that the device was made with. */
  readonly features: readonly string[];
  /**
   * Set where a faster backend was tried and failed: `webgpu-unavailable`, with the reason and the
   * backend that replaces it.
   */
  readonly fallback: ErrorReport | null;
  /**
   * Resolves, and never rejects, when the GPU is lost with every tensor. Stays pending after
   * `dispose`.
   */
  readonly lost: Promise<PlaygroundError>;
  /**
   * Listens for errors that the GPU reports outside any call (`uncapturederror`): validation,
   * memory. Returns a function that stops listening.
   */
  errors(listener: (error: PlaygroundError) => void): () => void;
  /** Resolves when the GPU has finished all its work, or is gone. */
  idle(): Promise<void>;
  /** Frees the GPU's memory. A new device may be opened afterwards. */
  dispose(): void;
}

/** An opened backend; `open-device.ts` adds what was tried before it. */
export type OpenedBackend = Omit<Device, 'fallback'>;
