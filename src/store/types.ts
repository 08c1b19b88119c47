/** What the page knows and can do, one slice a feature. Components read it through `usePlayground` and know nothing behind it. */
import type { Experiment, LookSettings } from '../ml/config.ts';
import type { ErrorReport } from '../ml/errors.ts';
import type { LinkNotice } from '../share/link.ts';
import type {
  AutosaveInfo,
  BackendName,
  BaselineName,
  DataProgress,
  DataSample,
  EngineReport,
  GenerateResult,
  Phase,
  Pictures,
  Preview,
  Quality,
  RestoreResult,
  RunStatus,
} from '../workers/protocol.ts';

export type {
  AutosaveInfo,
  BackendName,
  BaselineName,
  DataProgress,
  DataSample,
  ErrorReport,
  GenerateResult,
  LinkNotice,
  Phase,
  Pictures,
  Preview,
  Quality,
  RestoreResult,
  RunStatus,
};

/** `given-up`: it died a fourth time within five minutes, or could not be made; only a reload helps. */
export type EnginePhase = 'starting' | 'ready' | 'restarting' | 'given-up';

export interface EngineSlice {
  readonly phase: EnginePhase;
  readonly device: Pick<EngineReport, 'backend' | 'adapter' | 'features'> | null;
  /** Why it was given up. */
  readonly failure: ErrorReport['code'] | null;
}

export interface RunSlice {
  /** Null until the engine has answered. */
  readonly status: RunStatus | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** What the form says: the experiment of the next Reset. */
  readonly draft: Experiment;
  /** A press on Step is on its way; the engine takes more of them meanwhile, one after the other. */
  readonly stepping: boolean;
  train(): Promise<void>;
  pause(): Promise<void>;
  step(): Promise<void>;
  reset(): Promise<void>;
  /** Brings back the run that the last Reset threw away, where it was worth keeping. */
  takeBack(): Promise<void>;
  /** The visitor does not want it back. */
  forgetReset(): void;
  /** Changes the draft. Before the run begins it is applied at once; the learning rate always is; the rest waits for Reset. */
  edit(change: Partial<Experiment>): void;
  /** A whole draft from elsewhere (a link): a run that has begun keeps its learning rate too, until Reset. */
  propose(experiment: Experiment): void;
  /** Takes back what waits for Reset. */
  withdraw(): void;
}

export interface LookSlice extends LookSettings {
  set(change: Partial<LookSettings>): void;
}

export interface DataSlice {
  readonly progress: DataProgress | null;
  readonly sample: DataSample | null;
}

export interface PreviewSlice {
  readonly newest: Preview | null;
}

export interface GenerateSlice {
  readonly result: GenerateResult | null;
  readonly busy: boolean;
  generate(): Promise<void>;
  cancel(): void;
}

/** `test-image`: of CIFAR-10's test set, by `look.restoreImage`. `own`: uploaded or drawn. */
export type RestoreSource = 'test-image' | 'own';

export interface RestoreSlice {
  readonly source: RestoreSource;
  /** The picture to damage, 32 x 32. */
  readonly original: Pictures | null;
  /** What it is called: the class of a test image or the name of a file. */
  readonly name: string;
  /** What the next result is compared with. */
  readonly baseline: BaselineName;
  /** With the baseline that it was compared with. */
  readonly result: (RestoreResult & { readonly comparedWith: BaselineName }) | null;
  readonly busy: boolean;
  pickTestImage(index: number): Promise<void>;
  take(picture: Pictures, name: string): void;
  setBaseline(baseline: BaselineName): void;
  restore(): Promise<void>;
}

/** What a notice says; its sentence stands in the words. */
export type NoticeBody =
  | { readonly kind: 'error'; readonly report: ErrorReport }
  | { readonly kind: 'link'; readonly notices: readonly LinkNotice[] }
  | { readonly kind: 'autosave'; readonly autosave: AutosaveInfo }
  /** Training images that could not be loaded, each file once. */
  | { readonly kind: 'shards'; readonly reports: readonly ErrorReport[] }
  /** The run that was just thrown away, at this step, can be had back. */
  | { readonly kind: 'reset'; readonly step: number }
  | {
      readonly kind: 'message';
      readonly message: MessageName;
      readonly values: Readonly<Record<string, string | number>>;
    };

export type MessageName =
  | 'restarted'
  | 'restartedFresh'
  | 'gaveUp'
  | 'linkApplied'
  | 'linkAfterReset'
  | 'linkBackend'
  | 'imported';

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
  /** The answer to the offer of the run that was reset. */
  takeBackReset(id: number): void;
}

export interface ShareSlice {
  readonly busy: boolean;
  /** The address that reproduces the run on show. */
  link(): string;
  /** The checkpoint as a .zip, or null where saving failed (a notice says why). */
  exportCheckpoint(): Promise<Blob | null>;
  importCheckpoint(file: Blob & { readonly name: string }): Promise<void>;
}

export interface PlaygroundState {
  readonly engine: EngineSlice;
  readonly run: RunSlice;
  readonly look: LookSlice;
  readonly data: DataSlice;
  readonly preview: PreviewSlice;
  readonly generate: GenerateSlice;
  readonly restore: RestoreSlice;
  readonly notices: NoticesSlice;
  readonly share: ShareSlice;
}
