/** What the page says to its visitor. Types only. */
import type { ErrorReport } from '../../ml/errors.ts';
import type { LinkNotice } from '../../share/link.ts';
import type { AutosaveOffer } from '../../workers/protocol.ts';

/** `picture`: one was taken, to be repaired. `model`: a checkpoint or a model was opened. `samples`: pictures were painted or repaired. */
export type Success = 'picture' | 'model' | 'samples';

/** What a notice says; its sentence stands in the words. */
export type NoticeBody =
  | { readonly kind: 'error'; readonly report: ErrorReport }
  | { readonly kind: 'link'; readonly notices: readonly LinkNotice[] }
  | ({ readonly kind: 'autosave' } & AutosaveOffer)
  /** Training images that could not be loaded, each file once. */
  | { readonly kind: 'shards'; readonly reports: readonly ErrorReport[] }
  /** The engine has died with nothing saved of the run; of the kept run `keptId` there is a checkpoint of this step. */
  | { readonly kind: 'kept'; readonly keptId: string; readonly step: number }
  /** The run that the last Reset threw away, at this step, can be had back; after a reload as the kept run `keptId`. */
  | { readonly kind: 'reset'; readonly step: number; readonly keptId: string | null }
  /** The GPU was lost at the first steps of training, and again: `smaller` is the batch size to try, or null where there is none. */
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
  | 'importedRun';

export type Notice = NoticeBody & {
  readonly id: number;
  /** How often the same thing was said. */
  readonly count: number;
};

export interface NoticesSlice {
  readonly list: readonly Notice[];
  add(body: NoticeBody): void;
  dismiss(id: number): void;
  /** Whatever a visitor's action or a component threw. */
  report(error: unknown): void;
  /** The answer to the offer of an autosave. */
  continueAutosave(id: number): void;
  discardAutosave(id: number): void;
  offerAnother(id: number): void;
  /** The answer to the offer of the run that was reset. `name`: what it is called where Runs has it. */
  takeBackReset(id: number, name: string): void;
  /** The answer to the offer of a checkpoint that Runs keeps. `name`: what its run is called then. */
  openKept(id: number, name: string): void;
  /** The answer to the news that the engine was given up. */
  startEngineAgain(id: number): void;
  /** Something went well: what complained of the like before is over. */
  mended(success: Success): void;
  /** The answer to the offer of a smaller batch. */
  trainWithBatchSize(id: number, batchSize: number): void;
}
