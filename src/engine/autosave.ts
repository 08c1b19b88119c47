/**
 * Saves the run soon after training has begun and then as often as that is cheap: a crash, a kill or a reload (the worker dies with its page, before it
 * could save) costs a few seconds of a small network's training, and more only of a large one's. What fails is said once, and again only after a success.
 */
import * as z from 'zod/mini';
import { experimentSchema } from '../ml/experiment.ts';
import type { AutosaveInfo } from '../workers/protocol.ts';
import type { SnapshotStorage } from './host.ts';
import { Lock } from './lock.ts';

/** Up to so many bytes (article: 4 MB, tiny: 6 MB) the first save comes soon, and no pause between two is long, whatever saving costs. */
const smallBytes = 16 * 1024 * 1024;
/** Up to so many (small: 40 MB) a pause takes a minute at most; a larger run (ddpm-cifar10: 571 MB) saves only as often as `savingShare` allows. */
const largeBytes = 64 * 1024 * 1024;
const atLeastMs = 2_000;
/** With a save of up to 1.2 s on either side (on a busy processor) a kill costs at most 5 s. */
const smallAtMostMs = 2_500;
const atMostMs = 60_000;
/** Of the time; reading the weights back and writing them keeps training waiting. */
const savingShare = 0.02;

/** How long to train after the first step before the first save of so many bytes: until then a kill costs the whole run, and a save delays the first steps. */
export function pauseBeforeFirst(bytes: number): number {
  return bytes > smallBytes ? 5_000 : 1_000;
}

/** How long to train on after a save of so many bytes that took so long. */
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
  // The name of a folder, too.
  runId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  origin: z.enum(['seed', 'checkpoint']),
  experiment: experimentSchema,
  step: z.int().check(z.minimum(0)),
  epoch: z.int().check(z.minimum(0)),
  savedAt: z.number(),
});

/** Null where it is of no autosave of ours. */
export function parseInfo(stored: unknown): AutosaveInfo | null {
  const info = infoSchema.safeParse(stored);
  return info.success ? info.data : null;
}

export class Autosave {
  readonly #saves = new Lock();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Training has started, and the first save is timed from its first step. */
  #awaitsStep = false;
  /** What the storage holds of ours: a save in flight may be of a run that has been replaced since. */
  #saved: AutosaveInfo | null = null;
  #complained = false;
  /** A run that is on offer: its snapshot stays, however many others are saved. */
  spared: string | null = null;

  /** `take` makes the snapshot: null where there is nothing worth saving. `bytes`: about its size, before there is one. */
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

  /** Null where there is nothing new to save, or it could not be saved. Never rejects. */
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

  /** What is saved, newest first. Nothing, and one complaint, where the storage cannot be read. */
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

  /** Null where the run is not there any more. Rejects where the storage cannot be read. */
  async load(runId: string): Promise<Snapshot | null> {
    const stored = await this.storage.load(runId);
    const info = parseInfo(stored?.info);
    return stored && info && { info, zip: stored.zip };
  }

  /** What has been saved since, of this run or another, stays. */
  async discard(info: AutosaveInfo): Promise<void> {
    await this.#saves.take(() => this.storage.remove(info));
  }

  #schedule(afterMs: number): void {
    const timer = setTimeout(async () => {
      const began = performance.now();
      await this.save();
      // Unless training has been stopped, or started again, in the meantime.
      if (this.#timer === timer) this.#schedule(pauseAfterSave(performance.now() - began, this.bytes()));
    }, afterMs);
    this.#timer = timer;
  }
}
