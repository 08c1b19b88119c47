/**
 * Saves the run soon after training has begun, and then as often as that is cheap. A crash, a kill
 * or a reload (which ends the worker before it could save) then loses only a few seconds of a small
 * network's training, and more only of a large network's. A failure is reported once, and again
 * only after a success.
 */
import * as z from 'zod/mini';
import { experimentSchema } from '../ml/experiment.ts';
import type { AutosaveInfo } from '../workers/protocol.ts';
import type { SnapshotStorage } from './host.ts';
import { Lock } from './lock.ts';

/**
 * Up to this size (article: 4 MB, tiny: 6 MB) the first save comes soon, and pauses between saves
 * are short, whatever saving costs.
 */
const smallBytes = 16 * 1024 * 1024;
/**
 * Up to this size (small: 40 MB) a pause takes at most a minute; a larger run (ddpm-cifar10: 571
 * MB) saves only as often as `savingShare` allows.
 */
const largeBytes = 64 * 1024 * 1024;
const atLeastMs = 2_000;
/**
 * With saves of up to 1.2 s before and after this pause (on a busy CPU) a kill loses at most 5 s.
 */
const smallAtMostMs = 2_500;
const atMostMs = 60_000;
/** Largest share of the time: reading the weights back and writing them delays training. */
const savingShare = 0.02;

/**
 * How long to train between the first step and the first save of this many bytes. Until then a kill
 * loses the whole run, but a save delays the first steps.
 */
export function pauseBeforeFirst(bytes: number): number {
  return bytes > smallBytes ? 5_000 : 1_000;
}

/** How long to train on after a save of this size and duration. */
export function pauseAfterSave(tookMs: number, bytes: number): number {
  const affordable = Math.max(atLeastMs, tookMs / savingShare - tookMs);
  if (bytes > largeBytes) return affordable;
  return Math.min(bytes > smallBytes ? atMostMs : smallAtMostMs, affordable);
}

export interface Snapshot {
  readonly info: AutosaveInfo;
  readonly zip: Uint8Array<ArrayBuffer>;
}

const infoSchema = z.object({
  // The id is also the name of a folder.
  runId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  origin: z.enum(['seed', 'checkpoint']),
  experiment: experimentSchema,
  step: z.int().check(z.minimum(0)),
  epoch: z.int().check(z.minimum(0)),
  savedAt: z.number(),
});

/** Null if it does not describe an autosave of ours. */
export function parseInfo(stored: unknown): AutosaveInfo | null {
  const info = infoSchema.safeParse(stored);
  return info.success ? info.data : null;
}

export class Autosave {
  readonly #saves = new Lock();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Training has started; the first save is timed from its first step. */
  #awaitsStep = false;
  /**
   * Our newest save in the storage. A save in flight may belong to a run that has been replaced
   * since.
   */
  #saved: AutosaveInfo | null = null;
  #complained = false;
  /** A run that is on offer: its snapshot stays, however many others are saved. */
  spared: string | null = null;

  /**
   * `take` makes the snapshot, or returns null if there is nothing worth saving. `bytes`: its
   * approximate size, before it exists.
   */
  constructor(
    private readonly storage: SnapshotStorage,
    private readonly take: () => Promise<Snapshot | null>,
    private readonly bytes: () => number,
    private readonly complain: (error: unknown) => void,
  ) {}

  /** Training starts or goes on. */
  start(): void {
    this.stop();
    this.#awaitsStep = true;
  }

  /** A step has been taken. */
  stepSettled(): void {
    if (!this.#awaitsStep) return;
    this.#awaitsStep = false;
    this.#schedule(pauseBeforeFirst(this.bytes()));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#awaitsStep = false;
  }

  /** Null if there is nothing new to save or saving failed. Never rejects. */
  save(): Promise<AutosaveInfo | null> {
    return this.#saves.take(async () => {
      try {
        const snapshot = await this.take();
        if (!snapshot) return null;
        const { runId, step } = snapshot.info;
        if (runId !== this.#saved?.runId || step !== this.#saved.step) {
          await this.storage.save(snapshot.info, snapshot.zip, this.spared);
          this.#saved = snapshot.info;
        }
        this.#complained = false;
        return snapshot.info;
      } catch (error) {
        if (!this.#complained) this.complain(error);
        this.#complained = true;
        return null;
      }
    });
  }

  /** The saved runs, newest first. If the storage cannot be read: none, and one error message. */
  async list(): Promise<readonly AutosaveInfo[]> {
    try {
      const found = (await this.storage.list()).flatMap((stored) => parseInfo(stored) ?? []);
      return found.toSorted((a, b) => b.savedAt - a.savedAt);
    } catch (error) {
      this.complain(error);
      this.#complained = true;
      return [];
    }
  }

  /** Null if the run is no longer saved. Rejects if the storage cannot be read. */
  async load(runId: string): Promise<Snapshot | null> {
    const stored = await this.storage.load(runId);
    const info = parseInfo(stored?.info);
    return stored && info && { info, zip: stored.zip };
  }

  /** Keeps everything that has been saved since, of this run or another. */
  async discard(info: AutosaveInfo): Promise<void> {
    await this.#saves.take(() => this.storage.remove(info));
  }

  #schedule(afterMs: number): void {
    const timer = setTimeout(async () => {
      const began = performance.now();
      await this.save();
      // Unless training has been stopped, or stopped and started again, in the meantime.
      if (this.#timer === timer) this.#schedule(pauseAfterSave(performance.now() - began, this.bytes()));
    }, afterMs);
    this.#timer = timer;
  }
}
