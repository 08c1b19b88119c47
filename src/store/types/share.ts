/** Links, checkpoints, and models that are named. Types only. */

import type { ErrorReport } from '../../ml/errors.ts';
import type { SavedWhat } from '../../workers/protocol.ts';
import type { ModelProgress } from './models.ts';
import type { BroughtFile } from './views.ts';

export interface ShareSlice {
  readonly busy: boolean;
  /** The address that reproduces the run on show, or at least its settings; or that has what the form says, of a run that comes with Reset. */
  link(of?: 'run' | 'form'): string;
  /** Whether it does: weights from a checkpoint file are in no seed, and in a link only by the address of a model that is untouched. */
  linkReproduces(): boolean;
  /** The checkpoint as a .zip, or its weights alone: without an engine, the run's last save. Null where that failed (a notice says why). */
  exportCheckpoint(what?: SavedWhat): Promise<Blob | null>;
  /** Whether it has been opened; if not, a notice says why. */
  importCheckpoint(file: Blob & { readonly name: string }): Promise<boolean>;
  /** The same for the files of a checkpoint's folder. */
  importFolder(files: readonly BroughtFile[]): Promise<boolean>;
}

/** A model that a link names, or the visitor. Nothing is fetched before the visitor accepts, but a link to a model of the page itself, which is opened. */
export interface ModelOffer {
  readonly namedBy: 'link' | 'visitor';
  /** As the link has it; of a model that comes with the page, relative to it. */
  readonly address: string;
  /** Absolute, where it would be fetched from. */
  readonly url: string;
  /** Whom the visitor would trust: `huggingface.co`. The page's own host too, for a model that comes with the page. */
  readonly host: string;
  /** The name of a model that comes with the page: its card has the hash of each file. Null of any other, which nobody here has checked. */
  readonly readyMade: string | null;
  /** Null of an address that is not of the Hugging Face hub. */
  readonly hub: HubOffer | null;
  /** Null: the visitor has not answered yet. */
  readonly progress: ModelProgress | null;
  /** Why it could not be loaded, where it may be the second time: the offer stands again. */
  readonly failure: ErrorReport | null;
}

/** The hub describes a model before it is fetched: that is asked for first, and the visitor then decides knowing it. */
export interface HubOffer {
  readonly isLooking: boolean;
  /** Null: nothing has been asked of the hub yet. */
  readonly facts: HubFacts | null;
}

export interface HubFacts {
  /** As the hub names it now. */
  readonly repository: string;
  readonly commit: string;
  /** Null where its card does not say. */
  readonly licence: string | null;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly totalBytes: number;
}

/** Where the run on show was loaded from. */
export interface ModelSource {
  /** As the link had it. */
  readonly address: string;
  readonly runId: string;
  /** Where its training stood then. */
  readonly step: number;
}

export interface ModelOfferSlice {
  readonly offer: ModelOffer | null;
  /** Of the model that was loaded last. */
  readonly source: ModelSource | null;
  /** What a link or the visitor names (`isModelAddress`), or that a link names none: takes the place of what was offered before. */
  propose(address: string | null, namedBy?: ModelOffer['namedBy']): void;
  /**
   * The next step: of a model of the hub that has not been described yet, its description is fetched. Of any other, it is loaded, as soon as the engine is
   * ready; the run on show gives way when the model has been checked. What fails for good becomes a notice.
   */
  accept(): Promise<void>;
  decline(): void;
  /** Ends the loading; nothing has changed. */
  cancel(): void;
}
