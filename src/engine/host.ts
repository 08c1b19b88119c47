/** What an engine needs of the place where it runs: the page's worker, Node, a test. */
import type { ShardSource } from '../ml/data/source.ts';
import type { AutosaveInfo } from '../workers/protocol.ts';

export interface EngineHost {
  /**
   * The data set with this id. `dataRoot`: where the folders of the sets are, as the host writes it: an absolute URL ending in a slash, or a directory.
   * Throws nothing: what is not there fails when its manifest is asked for, an own set with `data-set-missing`.
   */
  openData(id: string, dataRoot: string): ShardSource;
  /** Whether the visitor asks to save data: images are then transferred when steps need them, and not before. */
  savesData?(): boolean;
  /** Where autosaves are kept; null where nothing is. */
  readonly storage: SnapshotStorage | null;
}

/** Keeps the newest snapshot of each of the last few runs. A save that is cut short leaves the one before it in place. */
export interface SnapshotStorage {
  /** Older runs than the last few go, but for `spared`. Throws `storage-full` or `storage-unavailable`, as the others do. */
  save(info: AutosaveInfo, zip: Uint8Array, spared: string | null): Promise<void>;
  /** What is saved, in any order, without the snapshots themselves: each is what JSON gave back of a save's `info`. */
  list(): Promise<readonly unknown[]>;
  /** The newest of this run. */
  load(runId: string): Promise<StoredSnapshot | null>;
  /** Removes this snapshot; a newer one of its run stays. */
  remove(info: AutosaveInfo): Promise<void>;
}

/** `info` is what JSON gave back: validate it. */
export interface StoredSnapshot {
  readonly info: unknown;
  readonly zip: Uint8Array<ArrayBuffer>;
}
