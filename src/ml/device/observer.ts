/**
 * Follows which tensors a backend makes and uses, while a run is recorded (`recording/`) or is a
 * dry run (`dry-run.ts`).
 */
import type { DataId } from '@tensorflow/tfjs-core';

export interface Observer {
  /** A tensor was added to the backend. */
  onMade(dataId: DataId): void;
  /** Whether the tensor was added while this observer was set. */
  made(dataId: DataId): boolean;
  /** The tensor is about to be used on the device. `upload` copies it there if necessary. */
  onUse(dataId: DataId, upload: () => void): void;
  /** The run did something that such a run may not do. */
  spoil(reason: string): void;
  /** Runs `act` without following it. */
  outside<Result>(act: () => Result): Result;
}
