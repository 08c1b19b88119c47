/** What an engine needs from its host: the page's worker, Node, or a test. */
import type { ShardSource } from '../ml/data/source.ts';
import type { AutosaveInfo } from '../workers/protocol.ts';

export interface EngineHost {
  /**
   * The data set with this id. `dataRoot`: the folder of the sets, as the host writes it: an
   * absolute URL ending in a slash, or a directory. Does not throw: a missing set fails when its
   * manifest is read, an own set with `data-set-missing`.
   */
  openData(id: string, dataRoot: string): ShardSource;
  /** Whether the visitor asks to save data: images are then fetched only when steps need them. */
  savesData?(): boolean;
  /** Storage for autosaves; null where nothing is saved. */
  readonly storage: SnapshotStorage | null;
}

/**
 * Keeps the newest snapshot of each of the last few runs. A save that is cut short leaves the
 * previous one in place.
 */
export interface SnapshotStorage {
  /**
   * Removes runs older than the last few, except `spared`. Throws `storage-full` or
   * `storage-unavailable`, as the others do.
   */
  save(info: AutosaveInfo, zip: Uint8Array, spared: string | null): Promise<void>;
  /**
   * The saved runs in any order, without their snapshots: each is the parsed JSON of the `info` of
   * a save.
   */
  list(): Promise<readonly unknown[]>;
  /** The newest snapshot of this run. */
  load(runId: string): Promise<StoredSnapshot | null>;
  /** Removes this snapshot; a newer one of its run stays. */
  remove(info: AutosaveInfo): Promise<void>;
}

/** `info` is parsed JSON and must be validated. */
export interface StoredSnapshot {
  readonly info: unknown;
  readonly zip: Uint8Array<ArrayBuffer>;
}
