/**
 * Holds back changes of a network's weights until the device has confirmed all earlier work. A step
 * that makes buffers may find no memory for one. Some of its commands are then dropped, and the
 * gradients of its update would be wrong.
 */

import type { SlicedBackend } from './current-backend.ts';
import { overlay } from './recording/overlay.ts';

export interface HeldBack {
  /**
   * Whether `beforeChange` was called: the commands after it are here, and no weight has changed.
   * False where commands were replayed.
   */
  readonly holds: boolean;
  /** Call it when the step has been given to the backend. */
  stop(): void;
  /** Submits the held-back commands in their order. Otherwise they are dropped. */
  release(): void;
}

/** Holds back from the next `backend.beforeChange()` to `stop()`. Not while a run is recorded. */
export function holdBack(backend: SlicedBackend): HeldBack {
  const { queue } = backend;
  const held: (() => void)[] = [];
  let holds = false;
  const hold = (command: () => void): void => {
    if (holds) held.push(command);
    else command();
  };
  backend.queue = overlay(queue, {
    submit: (commands) => {
      hold(() => queue.submit(commands));
      return undefined;
    },
    writeBuffer(buffer, offset, data, ...part: number[]) {
      // The host may overwrite it meanwhile.
      const numbers = holds ? structuredClone(data) : data;
      hold(() => queue.writeBuffer(buffer, offset, numbers, ...part));
    },
  });
  backend.onChange = () => {
    backend.submitWaiting();
    holds = true;
  };
  return {
    get holds() {
      return holds;
    },
    stop() {
      backend.submitWaiting();
      backend.onChange = null;
      backend.queue = queue;
    },
    release() {
      for (const command of held) command();
    },
  };
}
