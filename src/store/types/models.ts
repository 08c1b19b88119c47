/** Types of the models that ship with the page. */

import type { StoreApi } from 'zustand/vanilla';
import type { DataSetDescription } from '../../ml/config.ts';
import type { ErrorReport } from '../../ml/errors.ts';
import type { ModelCard } from '../../models/shipped.ts';

/** A model with an address. */
export interface NamedModel {
  /** As in the link. */
  readonly address: string;
  /** The link that names it, as `linkIn` returns it; null if the visitor chose it. */
  readonly link: string | null;
}

export interface ModelProgress {
  /** All bytes have arrived, and the engine is opening the model. */
  readonly opening?: true;
  readonly receivedBytes: number;
  /** Null if the host does not say. */
  readonly totalBytes: number | null;
}

/** `fine-tune`: train on one of the visitor's own sets. */
export type Purpose = 'paint' | 'train' | 'fine-tune';

export interface Task {
  readonly card: ModelCard;
  readonly purpose: Purpose;
  /** The visitor's set to fine-tune on; null: the model's own. */
  readonly set: DataSetDescription | null;
}

export interface ShippedModelsState {
  /** Null until they have been read. */
  readonly cards: readonly ModelCard[] | null;
  /** Names of the models that this browser has stored: they open without a network connection. */
  readonly kept: ReadonlySet<string>;
  /** Why the list could not be read. */
  readonly listFailure: ErrorReport | null;
  /** Waits until the visitor agrees to replace the current run. */
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
  /**
   * Opens the model of that name once the list has been read: to paint, or on the Repair view to
   * repair. Does nothing once the panel is closed.
   */
  openNamed(name: string): Promise<void>;
  /** The visitor agrees to replace the current run. */
  agree(): Promise<void>;
  /** Ends the question or the loading; nothing has changed. */
  cancel(): void;
}
