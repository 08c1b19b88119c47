/**
 * The commands of a recording, cut into submits that are each expected to take the device at most
 * the pace's limit. A fast device gets all of them in one.
 */
import type { BufferSlice } from '../buffers.ts';
import type { SlicedBackend } from '../sliced-backend.ts';
import { type Command, encode } from './commands.ts';

/** ms between two measurements of a recording that is not cut. */
const measureEveryMs = 1000;
/**
 * Commands that are expected to take at most this part of the limit are submitted together, because
 * estimates are rough.
 */
const filled = 0.5;

export class Parts {
  /** The end of each submit: the index after its last command. */
  #ends: readonly number[];
  /** Expected time of each command, in ms. */
  readonly #costs: Float64Array;
  #isMeasured = false;
  #measuring = false;
  #measuredAt = 0;
  /**
   * Set when the last measurement was longer than expected. A single one may come from a busy
   * thread.
   */
  #doubted: number[] | null = null;

  constructor(
    private readonly backend: SlicedBackend,
    private readonly commands: readonly Command[],
  ) {
    this.#costs = Float64Array.from(commands, workOf);
    this.#ends = inGroups(commands.length, backend.pace.dispatches);
  }

  /** Number of submits of the next run. */
  get count(): number {
    return this.#ends.length;
  }

  /** Submits all commands, and after them a copy of `result` to `fresh`. */
  submit(result: BufferSlice, fresh: BufferSlice): void {
    const { backend, commands } = this;
    const { device, answers } = backend;
    const ends = this.#ends;
    const now = performance.now();
    const measures = !this.#measuring && (ends.length > 1 || now - this.#measuredAt >= measureEveryMs);
    const marks = measures ? [answers.workDone()] : null;
    let start = 0;
    for (const end of ends) {
      const encoder = device.createCommandEncoder();
      encode(encoder, commands, start, end);
      if (end === commands.length) {
        encoder.copyBufferToBuffer(result.buffer, result.offset, fresh.buffer, fresh.offset, fresh.size);
      }
      device.queue.submit([encoder.finish()]);
      marks?.push(answers.workDone());
      start = end;
    }
    if (marks) void this.#measure(ends, marks);
  }

  async #measure(ends: readonly number[], marks: readonly Promise<unknown>[]): Promise<void> {
    this.#measuring = true;
    try {
      const times = await Promise.all(marks.map((mark) => mark.then(() => performance.now())));
      this.#learn(
        ends,
        ends.map((_, part) => (times[part + 1] ?? 0) - (times[part] ?? 0)),
      );
      this.#measuredAt = performance.now();
    } catch {
      // The device is lost, which is reported elsewhere.
    } finally {
      this.#measuring = false;
    }
  }

  #learn(ends: readonly number[], measured: readonly number[]): void {
    const { limitMs } = this.backend.pace;
    const before = this.#doubted;
    this.#doubted = null;
    let taken = measured;
    if (this.#isMeasured && measured.some((ms) => ms > limitMs)) {
      if (before?.length !== measured.length) {
        this.#doubted = [...measured];
        this.#measuredAt = Number.NEGATIVE_INFINITY;
        return;
      }
      taken = measured.map((ms, part) => Math.min(ms, before[part] ?? ms));
    }
    this.#isMeasured = true;
    for (const [part, end] of ends.entries()) this.#scale(ends[part - 1] ?? 0, end, taken[part] ?? 0);
    const planned = this.#planned(limitMs);
    const tooLong = taken.some((ms) => ms > limitMs);
    // Not for a small difference, because times vary.
    if (tooLong || planned.length <= 0.75 * ends.length) this.#ends = planned;
  }

  /** Distributes the time over the commands in the same proportions as before. */
  #scale(start: number, end: number, ms: number): void {
    const costs = this.#costs.subarray(start, end);
    const sum = costs.reduce((total, cost) => total + cost, 0);
    for (const [i, cost] of costs.entries()) costs[i] = Math.max(1e-6, (ms * cost) / sum);
  }

  #planned(limitMs: number): number[] {
    const costs = this.#costs;
    const { length } = costs;
    if (costs.reduce((total, cost) => total + cost, 0) <= limitMs) return [length];
    const ends: number[] = [];
    let sum = 0;
    for (const [i, cost] of costs.entries()) {
      if (sum > 0 && sum + cost > filled * limitMs) {
        ends.push(i);
        sum = 0;
      }
      sum += cost;
    }
    return [...ends, length];
  }
}

/** Relative cost of a command before it has been measured. */
function workOf(command: Command): number {
  if (command.kind !== 'dispatch') return 1;
  const [x, y, z] = command.workgroups;
  return 1 + x * y * z;
}

function inGroups(length: number, size: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(length / size)) }, (_, group) =>
    Math.min(length, (group + 1) * size),
  );
}
