/** Who follows what tensors a backend makes and uses, while a run is recorded (`recording/`) or only gone through (`dry-run.ts`). */
import type { DataId } from '@tensorflow/tfjs-core';

export interface Observer {
  /** The backend has been given a tensor. */
  onMade(dataId: DataId): void;
  /** Whether it was given since the observer came. */
  made(dataId: DataId): boolean;
  /** The tensor is about to be used on the device; `upload` brings it there if it is not there. */
  onUse(dataId: DataId, upload: () => void): void;
  /** Something is done that has no place in such a run. */
  spoil(reason: string): void;
  /** What `act` does is not followed. */
  outside<Result>(act: () => Result): Result;
}
