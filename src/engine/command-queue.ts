/** Commands that change the run, one at a time, in the order in which they came. */

import { Lock } from './lock.ts';
import type { Trainer } from './trainer.ts';

/** Once a step has waited so long for images it is given up for a command that ends it. */
const stuckMs = 500;

export class CommandQueue {
  readonly #lock = new Lock();
  /** Commands that end training, and have not been carried out. */
  #endings = 0;
  /** What takes a step, while all other commands wait for it. */
  #stepping: Trainer | null = null;

  /** Runs a command when the ones before it have ended. */
  take<T>(command: () => Promise<T>): Promise<T> {
    return this.#lock.take(command);
  }

  /** The same of a command that ends what is done: a step before it that waits for images does not wait for long. */
  async takeEnding<T>(command: () => Promise<T>): Promise<T> {
    this.#endings += 1;
    this.giveWay();
    try {
      return await this.take(command);
    } finally {
      this.#endings -= 1;
    }
  }

  /** Within a command: resolves when the trainer's step has ended, well or badly. */
  async stepEnds(trainer: Trainer): Promise<void> {
    this.#stepping = trainer;
    this.giveWay(); // it may be waiting already
    try {
      await trainer.ended();
    } finally {
      this.#stepping = null;
    }
  }

  /** Call it when training begins to wait. Images that are on their way come: only where they do not, a step that was asked for is not taken. */
  giveWay(): void {
    const trainer = this.#stepping;
    if (!trainer || this.#endings === 0 || trainer.waited === 0) return;
    if (trainer.waited >= stuckMs) void trainer.stop();
    else setTimeout(() => this.giveWay(), stuckMs - trainer.waited);
  }
}
