/** Models that ship with the page. Types only. */

import type { StoreApi } from 'zustand/vanilla';
import type { DataSetDescription } from '../../ml/config.ts';
import type { ErrorReport } from '../../ml/errors.ts';
import type { ModelCard } from '../../models/shipped.ts';

export interface ModelProgress {
  /** All has been received, and the engine takes it over. */
  readonly opening?: true;
  readonly receivedBytes: number;
  /** Null where the host does not say. */
  readonly totalBytes: number | null;
}

/** `fine-tune`: on a set of the visitor's own. */
export type Purpose = 'paint' | 'train' | 'fine-tune';

export interface Task {
  readonly card: ModelCard;
  readonly purpose: Purpose;
  /** The visitor's, to fine-tune on; null: the model's own. */
  readonly set: DataSetDescription | null;
}

export interface ShippedModelsState {
  /** Null until they have been read. */
  readonly cards: readonly ModelCard[] | null;
  /** Names of those that this browser keeps: they open without network. */
  readonly kept: ReadonlySet<string>;
  /** Why the list could not be read. */
  readonly listFailure: ErrorReport | null;
  /** Waits until the visitor agrees that the run on show gives way. */
  readonly asked: Task | null;
  readonly work: (Task & { readonly progress: ModelProgress }) | null;
  /** What went wrong with the model of this name. */
  readonly failure: { readonly name: string; readonly report: ErrorReport } | null;
}

export interface ShippedModels {
  readonly store: StoreApi<ShippedModelsState>;
  list(): Promise<void>;
  /** Without a set, fine-tuning opens the panel for own pictures first. */
  use(card: ModelCard, purpose: Purpose, set?: DataSetDescription): Promise<void>;
  /** The model of that name, once the list is there: to paint with, or on the Repair view to repair with. Nothing happens once their panel is closed. */
  openNamed(name: string): Promise<void>;
  /** The run on show may give way. */
  agree(): Promise<void>;
  /** Ends what is asked or under way; nothing has changed. */
  cancel(): void;
}
