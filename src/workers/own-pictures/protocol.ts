/**
 * Types only: the messages between the page and the worker that imports a visitor's own pictures.
 * One import runs at a time.
 */
import type { DataSetDescription } from '../../ml/data/description.ts';
import type { Brought } from '../../own-pictures/brought-files.ts';
import type { CollectOptions } from '../../own-pictures/collect.ts';
import type { CollectionCounts } from '../../own-pictures/collection.ts';
import type { Pictures } from '../protocol.ts';

export type { Brought, CollectionCounts, CollectOptions, DataSetDescription, Pictures };

export interface ImportProgress {
  /** Number of files read or, while storing, of shards written. */
  readonly done: number;
  readonly total: number;
  readonly counts: CollectionCounts;
}

export interface Collected {
  readonly counts: CollectionCounts;
  /**
   * The subfolders that are classes, with their numbers of pictures; empty if there are no classes.
   */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Size of all decoded pictures. */
  readonly bytes: number;
}

/** Some of the collected pictures, as the network will see them. */
export interface Shown {
  readonly pictures: Pictures;
  /** Empty if there are no classes. */
  readonly classNames: readonly string[];
}

export interface ImportCommands {
  /**
   * Adds files in small groups: passing thousands at once would block the page for half a second.
   */
  bring(brought: readonly Brought[]): Promise<void>;
  /** Drops the files that were brought and the collection. */
  forget(): Promise<void>;
  /**
   * Decodes all files that were brought; the result replaces the earlier collection. Throws
   * `image-none`, `own-zip`, `own-too-large`, `own-not-secure`, `own-canvas`, or `cancelled` if
   * `cancel` or `collect` was called in the meantime.
   */
  collect(options: CollectOptions): Promise<Collected>;
  show(first: number, count: number): Promise<Shown>;
  /** The id of the set that `keep` would make from the collection; null if it would make none. */
  identify(): Promise<string | null>;
  /**
   * Stores the collection as a set. Returns the existing set if these pictures are stored already.
   */
  keep(name: string, mirrors: boolean): Promise<DataSetDescription>;
  cancel(): Promise<void>;
  list(): Promise<readonly DataSetDescription[]>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface ImportService extends ImportCommands {
  /**
   * Like the engine's (`channel.ts`): lets the page notice that the worker has died, for example
   * for lack of memory.
   */
  holdForLife(lockName: string): Promise<boolean>;
}

export interface ImportEvents {
  progress(progress: ImportProgress): void;
}
