/** Types of links, checkpoints, and models named by an address. */

import type { ErrorReport } from '../../ml/errors.ts';
import type { PageFrame } from '../../share/page-frame.ts';
import type { TaskName } from '../../share/tasks.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { LanguageTag } from '../../words/languages.ts';
import type { SavedWhat } from '../../workers/protocol.ts';
import type { ModelProgress, NamedModel } from './models.ts';
import type { BroughtFile } from './views.ts';

export type LinkOf = 'run' | 'form';

/** What a link says of the page that it opens, beside the run. */
export interface LinkedPage {
  /** Null: each reader's own. */
  readonly language: LanguageTag | null;
  readonly frame: PageFrame;
  readonly task: TaskName | null;
  readonly view: ViewName;
}

export interface ShareSlice {
  readonly busy: boolean;
  /**
   * An address that reproduces the current run, or at least its settings; for `form`, one with the
   * form's settings, which take effect at Reset. It opens this page's view, exercise and language,
   * without the parts that this page leaves out, unless `ofPage` says otherwise. In place of Runs,
   * which is empty for the link's receiver, it opens Learn. An exercise with a model opens it in
   * any case.
   */
  link(of?: LinkOf, ofPage?: Partial<LinkedPage>): string;
  /** Whether the link names a model, so that its receiver has a trained network. */
  linkHasModel(of?: LinkOf, task?: TaskName | null): boolean;
  /**
   * Whether the link reproduces the run. Weights from a checkpoint file cannot be rebuilt from a
   * seed; a link holds them only as the address of a model that has not been trained on.
   */
  linkReproduces(): boolean;
  /** Whether a link with this exercise opens the exercise's model instead of the current run. */
  linkOpensTaskModel(of: LinkOf, task: TaskName | null): boolean;
  /**
   * The checkpoint as a .zip, or its weights alone. Without an engine, this is the run's last save.
   * Null if it failed; a notice then says why.
   */
  exportCheckpoint(what?: SavedWhat): Promise<Blob | null>;
  /** Whether the checkpoint was opened; if not, a notice says why. */
  importCheckpoint(file: Blob & { readonly name: string }): Promise<boolean>;
  /** The same for the files in a checkpoint's folder. */
  importFolder(files: readonly BroughtFile[]): Promise<boolean>;
}

/**
 * A model that a link or the visitor names. Nothing is fetched before the visitor accepts, except
 * that a link to one of the page's own models opens it at once.
 */
export interface ModelOffer {
  /** `task`: an exercise, which the visitor has opened in this page. */
  readonly namedBy: 'link' | 'visitor' | 'task';
  /** The link that names it, as `linkIn` returns it; null if the visitor does. */
  readonly link: string | null;
  /** As in the link; relative to the page for a model that ships with it. */
  readonly address: string;
  /** The absolute address from which the model would be fetched. */
  readonly url: string;
  /**
   * The host that the visitor would trust: `huggingface.co`. For a model that ships with the page,
   * the page's own host.
   */
  readonly host: string;
  /**
   * The name of a model that ships with the page, whose card has the hash of each file. Null for
   * any other model, which nobody has checked.
   */
  readonly readyMade: string | null;
  /** Null if the address is not on the Hugging Face hub. */
  readonly hub: HubOffer | null;
  /**
   * It opens without a question: nothing has to be decided, so that its progress is shown in place,
   * where a dialog would cover the page.
   */
  readonly byItself: boolean;
  /** Null: the visitor has not answered yet. */
  readonly progress: ModelProgress | null;
  /** Why loading failed, if a second try may succeed: the offer is shown again. */
  readonly failure: ErrorReport | null;
}

/**
 * The hub's description of a model. It is fetched first, so that the visitor decides with it in
 * view.
 */
interface HubOffer {
  readonly isLooking: boolean;
  /** Null: the hub has not been asked yet. */
  readonly facts: HubFacts | null;
}

export interface HubFacts {
  /** The name that the hub uses now. */
  readonly repository: string;
  readonly commit: string;
  /** Null if the model's card does not say. */
  readonly licence: string | null;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly totalBytes: number;
}

/** Where the current run was loaded from. */
interface ModelSource extends NamedModel {
  readonly runId: string;
  /** Its training step when it was loaded. */
  readonly step: number;
}

export interface ModelOfferSlice {
  readonly offer: ModelOffer | null;
  /** The source of the model that was loaded last. */
  readonly source: ModelSource | null;
  /**
   * Offers the model that a link or the visitor names (`isModelAddress`), in place of any earlier
   * offer. Null: the link names none.
   */
  propose(address: string | null, by: Pick<ModelOffer, 'namedBy' | 'link'>): void;
  /**
   * The next step. For a hub model without a description yet, fetches the description. Any other
   * model is loaded as soon as the engine is ready; it replaces the current run once it has been
   * checked. A failure that no second try can mend becomes a notice.
   */
  accept(): Promise<void>;
  decline(): void;
  /** Ends the loading; nothing has changed. */
  cancel(): void;
}
