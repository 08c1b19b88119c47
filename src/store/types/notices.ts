/** Types of the page's notices. */
import type { ErrorReport } from '../../ml/errors.ts';
import type { LinkNotice } from '../../share/link.ts';
import type { AutosaveOffer } from '../../workers/protocol.ts';

/**
 * `picture`: a picture to repair was accepted. `model`: a checkpoint or a model was opened.
 * `samples`: pictures were painted or repaired.
 */
export type Success = 'picture' | 'model' | 'samples';

/** The content of a notice; its sentence is in the words table. */
export type NoticeBody =
  | { readonly kind: 'error'; readonly report: ErrorReport }
  | { readonly kind: 'link'; readonly notices: readonly LinkNotice[] }
  | ({ readonly kind: 'autosave' } & AutosaveOffer)
  /** Training images that could not be loaded, each file once. */
  | { readonly kind: 'shards'; readonly reports: readonly ErrorReport[] }
  /**
   * The engine has died before the run was saved; the kept run `keptId` has a checkpoint at this
   * step.
   */
  | { readonly kind: 'kept'; readonly keptId: string; readonly step: number }
  /**
   * The run that the last Reset discarded at this step can be restored; after a reload, as the kept
   * run `keptId`.
   */
  | { readonly kind: 'reset'; readonly step: number; readonly keptId: string | null }
  /**
   * The GPU was lost twice in a row in the first steps of training. `smaller`: the batch size to
   * try, or null if there is none.
   */
  | { readonly kind: 'lost-early'; readonly batchSize: number; readonly smaller: number | null }
  | {
      readonly kind: 'message';
      readonly message: MessageName;
      readonly values: Readonly<Record<string, string | number>>;
    };

export type MessageName =
  | 'restarted'
  | 'restartedFresh'
  | 'openedPlainly'
  | 'gaveUp'
  | 'renewed'
  | 'update'
  | 'linkApplied'
  | 'linkAfterReset'
  | 'linkBackend'
  | 'imported'
  | 'importedToRepair'
  | 'importedToUse'
  | 'importedRun';

export type Notice = NoticeBody & {
  readonly id: number;
  /** How often the same notice was added. */
  readonly count: number;
};

export interface NoticesSlice {
  readonly list: readonly Notice[];
  add(body: NoticeBody): void;
  dismiss(id: number): void;
  /** Reports anything that a visitor's action or a component threw. */
  report(error: unknown): void;
  /** The answer to the offer of an autosave. */
  continueAutosave(id: number): void;
  discardAutosave(id: number): void;
  offerAnother(id: number): void;
  /** The answer to the offer of the run that was reset. `name`: its name in Runs. */
  takeBackReset(id: number, name: string): void;
  /** The answer to the offer of a kept checkpoint. `name`: the name that its run then has. */
  openKept(id: number, name: string): void;
  /** The answer to the notice that the engine was given up. */
  startEngineAgain(id: number): void;
  /** Something succeeded: removes earlier complaints of the same kind. */
  mended(success: Success): void;
  /** The answer to the offer of a smaller batch. */
  trainWithBatchSize(id: number, batchSize: number): void;
}
