/**
 * Types only: the messages between the page and the worker that imports own pictures. One import
 * runs at a time.
 */
import type { DataSetDescription } from '../../ml/data/description.ts';
import type { Brought } from '../../own-pictures/brought-files.ts';
import type { CollectOptions } from '../../own-pictures/collect.ts';
import type { CollectionCounts } from '../../own-pictures/collection.ts';
import type { Pictures } from '../protocol.ts';

export type { Brought, CollectionCounts, CollectOptions, DataSetDescription, Pictures };

export interface ImportProgress {
  /** Number of files read or, during storing, of shards written. */
  readonly done: number;
  readonly total: number;
  readonly counts: CollectionCounts;
}

export interface Collected {
  readonly counts: CollectionCounts;
  /**
   * The subfolders that are classes, and how many pictures each has; none where there are no
   * classes.
   */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Of all pictures, decoded. */
  readonly bytes: number;
}

/** Some of the collected pictures, as the network will see them. */
export interface Shown {
  readonly pictures: Pictures;
  /** Empty where there are no classes. */
  readonly classNames: readonly string[];
}

export interface ImportCommands {
  /**
   * Adds files in small groups: passing thousands at once would block the page for half a second.
   */
  bring(brought: readonly Brought[]): Promise<void>;
  /** What was brought and collected. */
  forget(): Promise<void>;
  /**
   * Decodes all files that were brought and replaces the earlier collection. Throws `image-none`,
   * `own-zip`, `own-too-large`, `own-not-secure`, `own-canvas`, or `cancelled` if `cancel` or
   * `collect` was called meanwhile.
   */
  collect(options: CollectOptions): Promise<Collected>;
  show(first: number, count: number): Promise<Shown>;
  /** The id of the set that `keep` would make from the collection; null if it would make none. */
  identify(): Promise<string | null>;
  /**
   * Makes a set from the collection. Returns the existing one if these pictures are stored already.
   */
  keep(name: string, mirrors: boolean): Promise<DataSetDescription>;
  cancel(): Promise<void>;
  list(): Promise<readonly DataSetDescription[]>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface ImportService extends ImportCommands {
  /**
   * As the engine's (`channel.ts`): how the page learns that the worker has died, as for lack of
   * memory.
   */
  holdForLife(lockName: string): Promise<boolean>;
}

export interface ImportEvents {
  progress(progress: ImportProgress): void;
}
