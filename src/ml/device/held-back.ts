/**
 * Holds back what changes a network's weights until the device has said that all before it was done. A step that makes buffers may find no memory for one: its
 * commands are then dropped in part, and the update would be of gradients that are none.
 */

import type { SlicedBackend } from './current-backend.ts';
import { overlay } from './recording/overlay.ts';

export interface HeldBack {
  /** Whether `beforeChange` was called: what followed is here, and no weight has changed. Not where commands were replayed. */
  readonly holds: boolean;
  /** Call it when the step has been given to the backend. */
  stop(): void;
  /** Submits what was held back, in its order. Else it is forgotten. */
  release(): void;
}

/** From the next `backend.beforeChange()` to `stop()`. Not while something is recorded. */
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
      // The host may write over it meanwhile.
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
