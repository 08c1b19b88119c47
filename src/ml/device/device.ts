/** The one device that all arithmetic runs on, whichever backend computes. Types only: `backends/open-device.ts` opens it. */
import type { ErrorReport, PlaygroundError } from '../errors.ts';
import type { BackendName } from '../options.ts';

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

/** What opens a backend; `open-device.ts` adds what was tried before it. */
export type OpenedBackend = Omit<Device, 'fallback'>;
