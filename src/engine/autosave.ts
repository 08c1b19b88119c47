/**
 * Saves the run while it trains, as often as that is cheap: a crash or a reload (the worker dies with its page, before it could save) costs
 * seconds, and no more than about a minute unless the network is large. What fails is said once, and again only after a success.
 */
import * as z from 'zod/mini';
import { experimentSchema } from '../ml/experiment.ts';
import type { AutosaveInfo } from '../workers/protocol.ts';
import type { SnapshotStorage, StoredSnapshot } from './host.ts';
import { Turns } from './turns.ts';

const firstAfterMs = 5_000;
const atLeastMs = 5_000;
const atMostMs = 60_000;
/** Of the time; reading the weights back and writing them keeps training waiting. */
const savingShare = 0.02;
/** The recipes with less (all but ddpm-cifar10, of 546 MB) save every minute, whatever that costs; a larger run only as often as `savingShare` allows. */
const largeBytes = 64 * 1024 * 1024;

/** How long to train on after a save of so many bytes that took so long. */
export function pauseAfterSave(tookMs: number, bytes: number): number {
  const affordable = Math.max(atLeastMs, tookMs / savingShare - tookMs);
  return bytes > largeBytes ? affordable : Math.min(atMostMs, affordable);
}

export interface Snapshot {
  readonly info: AutosaveInfo;
  readonly zip: Uint8Array<ArrayBuffer>;
}

/** Of an autosave that was written before runs had ids. */
export const unnamedRun = 'unnamed';

const infoSchema = z.object({
  // The name of a folder, too.
  runId: z._default(z.string().check(z.regex(/^[\w-]{1,64}$/)), unnamedRun),
  origin: z._default(z.enum(['seed', 'checkpoint']), 'seed'),
  experiment: experimentSchema,
  step: z.int().check(z.minimum(0)),
  epoch: z.int().check(z.minimum(0)),
  savedAt: z.number(),
});

/** Null where it is no autosave of ours. */
export function parseStored(stored: StoredSnapshot | null): Snapshot | null {
  const info = infoSchema.safeParse(stored?.info);
  return stored && info.success ? { info: info.data, zip: stored.zip } : null;
}

export class Autosave {
  readonly #saves = new Turns();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the storage holds of ours: a save in flight may be of a run that has been replaced since. */
  #saved: AutosaveInfo | null = null;
  /** Of the newest snapshot. */
  #bytes = 0;
  #complained = false;

  /** `take` makes the snapshot: null where there is nothing worth saving. */
  constructor(
    private readonly storage: SnapshotStorage,
    private readonly take: () => Promise<Snapshot | null>,
    private readonly complain: (error: unknown) => void,
  ) {}

  /** Training starts or goes on. */
  start(): void {
    this.stop();
    this.#schedule(firstAfterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Null where there is nothing new to save, or it could not be saved. Never rejects. */
  save(): Promise<AutosaveInfo | null> {
    return this.#saves.take(async () => {
      try {
        const snapshot = await this.take();
        if (!snapshot) return null;
        this.#bytes = snapshot.zip.length;
        const { runId, step } = snapshot.info;
        if (runId !== this.#saved?.runId || step !== this.#saved.step) {
          await this.storage.save(snapshot.info, snapshot.zip);
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

  /** Of this run, or the newest of any. Null, and one complaint, where the storage cannot be read. */
  async load(runId: string | null): Promise<Snapshot | null> {
    try {
      return parseStored(await this.storage.load(runId));
    } catch (error) {
      this.complain(error);
      this.#complained = true;
      return null;
    }
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
      if (this.#timer === timer) this.#schedule(pauseAfterSave(performance.now() - began, this.#bytes));
    }, afterMs);
    this.#timer = timer;
  }
}
