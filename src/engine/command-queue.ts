/** Commands that change the run: one at a time, in the order in which they came. */

import { Lock } from './lock.ts';
import type { Trainer } from './trainer.ts';

/** A step that has waited this long for images gives way to a command that ends it. */
const stuckMs = 500;

export class CommandQueue {
  readonly #lock = new Lock();
  /** Commands that end training and have not run yet. */
  #endings = 0;
  /** The trainer that takes a step while all other commands wait. */
  #stepping: Trainer | null = null;

  /** Runs a command when the ones before it have ended. */
  take<T>(command: () => Promise<T>): Promise<T> {
    return this.#lock.take(command);
  }

  /**
   * The same for a command that ends the current work: a step before it does not wait long for
   * images.
   */
  async takeEnding<T>(command: () => Promise<T>): Promise<T> {
    this.#endings += 1;
    this.giveWay();
    try {
      return await this.take(command);
    } finally {
      this.#endings -= 1;
    }
  }

  /** For use in a command: resolves when the trainer's step has ended or failed. */
  async stepEnds(trainer: Trainer): Promise<void> {
    this.#stepping = trainer;
    this.giveWay(); // it may be waiting already
    try {
      await trainer.ended();
    } finally {
      this.#stepping = null;
    }
  }

  /**
   * Call it when training begins to wait for images. Images on their way still count; the requested
   * step is dropped only if they do not come.
   */
  giveWay(): void {
    const trainer = this.#stepping;
    if (!trainer || this.#endings === 0 || trainer.waited === 0) return;
    if (trainer.waited >= stuckMs) void trainer.stop();
    else setTimeout(() => this.giveWay(), stuckMs - trainer.waited);
  }
}
