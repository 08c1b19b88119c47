/** What the page knows and can do, one slice a feature. Components read it through `usePlayground` and know nothing behind it. */
import type { DataSetDescription, DataSetFacts, Experiment, LookSettings, RecipeName } from '../ml/config.ts';
import type { ErrorReport } from '../ml/errors.ts';
import type { Brought } from '../own-pictures/brought-files.ts';
import type { LinkNotice, OwnSetReference } from '../share/link.ts';
import type { PageFrame } from '../share/page-frame.ts';
import type { ViewName } from '../share/view-names.ts';
import type {
  AutosaveInfo,
  AutosaveOffer,
  BackendName,
  DataProgress,
  DataSample,
  EngineReport,
  Evaluation,
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  LayerNumbers,
  NearestPictures,
  NetworkReport,
  NumbersHistogram,
  Phase,
  Pictures,
  PreparationProgress,
  Preview,
  RunStatus,
  Sampling,
  SavedWhat,
} from '../workers/protocol.ts';
import type { Forward } from './forward.ts';
import type { Success } from './mended.ts';
import type { Pace } from './pace.ts';
import type { Paint } from './paint.ts';
import type { Painter } from './painter.ts';
import type { RateChange } from './rate-log.ts';
import type { Repair } from './repair.ts';
import type { RunsSlice } from './runs.ts';
import type { ShippedModels } from './shipped-models.ts';

export type {
  AutosaveInfo,
  BackendName,
  DataProgress,
  DataSample,
  ErrorReport,
  Evaluation,
  GenerateRequest,
  GenerateResult,
  LinkNotice,
  NetworkReport,
  NumbersHistogram,
  Phase,
  Pictures,
  Preview,
  RunStatus,
  Sampling,
  ViewName,
};

/** `given-up`: it died a fourth time within five minutes, or could not be made; it starts again when the visitor asks for it. */
export type EnginePhase = 'starting' | 'ready' | 'restarting' | 'given-up';

export interface EngineSlice {
  readonly phase: EnginePhase;
  readonly device: Pick<EngineReport, 'backend' | 'adapter' | 'software' | 'features'> | null;
  /** What the link asks for (`backend=cpu`); null: the best there is. */
  readonly linked: BackendName | null;
  /** While programs are being compiled ahead of the first step. */
  readonly preparation: PreparationProgress | null;
  /** Why it was given up. */
  readonly failure: ErrorReport['code'] | null;
  /** Makes a new engine after it was given up; the run goes on from its last save, paused. */
  startAgain(): void;
  /** Compiles ahead what a training step takes, where that has been put off, and makes the first preview, unless it would be `unseen`. */
  prepare(unseen?: boolean): void;
  /** Saves the run and loads the page anew, which goes on with it. */
  reload(): Promise<void>;
  /** The same without what the link asks for, so that the page takes the best backend there is. */
  reloadOnBest(): Promise<void>;
}

export interface RunSlice {
  /** Null until the engine has answered. */
  readonly status: RunStatus | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Operations a second that this device has reached in training (`recipe-cost.ts`); null before it has trained a recipe's own network. */
  readonly deviceFlops: number | null;
  /** Where the learning rate was set anew in this run, in step order. */
  readonly rateChanges: readonly RateChange[];
  /** What the form says: the experiment of the next Reset. */
  readonly draft: Experiment;
  /** A press on Step is on its way; the engine takes more of them meanwhile, one after the other. */
  readonly stepping: boolean;
  /** A press on Reset is on its way: the step that is being taken has to end first. */
  readonly resetting: boolean;
  train(): Promise<void>;
  pause(): Promise<void>;
  step(): Promise<void>;
  reset(): Promise<void>;
  /** Trains on with the weights as they are, in batches of this size. */
  trainWithBatchSize(batchSize: number): Promise<void>;
  /** Brings back the run that the last Reset threw away, where it was worth keeping. */
  takeBack(): Promise<void>;
  /** The visitor does not want it back. */
  forgetReset(): void;
  /** Changes the draft. Before the run begins it is applied at once; the learning rate always is; the rest waits for Reset. */
  edit(change: Partial<Experiment>): void;
  /** Another recipe, on the same data set: the seed stays, all else becomes the recipe's. Applied as `propose` applies. */
  choose(recipe: RecipeName): void;
  /** Another data set, and the recipe's experiment on it; where the recipe does not suit the set, another recipe. The seed stays. */
  chooseDataSet(set: DataSetFacts): void;
  /** A whole draft from elsewhere (a link): a run that has begun keeps its learning rate too, until Reset. */
  propose(experiment: Experiment): void;
  /** A run of this experiment, in the place of the one on show, where one sees it learn: trains at once. */
  startWith(experiment: Experiment, where?: ViewName): Promise<void>;
  /** Makes the run what the form says, which trains if the run before did. */
  switchOver(): Promise<void>;
  /** Takes back what waits for Reset. */
  withdraw(): void;
}

/** One workspace, seen in several ways; training goes on in each of them. */
export interface ViewSlice {
  readonly name: ViewName;
  /** `prepares`: whoever shows it begins with no training, which would prepare the device by itself. */
  show(name: ViewName, prepares?: boolean): void;
  /** The run has become another: so does the page's address. */
  note(): void;
}

/** What ships with the page, and paints on its first view. */
export interface PainterSlice {
  /** Loads it with the view: the same for as long as the page lives. */
  load(): Promise<Painter>;
}

/** A file that the visitor chose, dropped or pasted, with the folders that it lies in. */
export type BroughtFile = Brought & { readonly file: File };

/** Files that were dropped on the page, or pasted. */
export interface ArrivalsSlice {
  /** Those that came last and are no checkpoint; not all of them need be pictures. */
  readonly files: readonly File[];
  /** Those that came while Into noise was on show. */
  readonly intoNoise: readonly File[];
  /** Something that can be dropped is over the page. */
  readonly over: boolean;
  /** A picture is asked for: a paste without one is a mistake. */
  readonly asked: boolean;
  /** A checkpoint is opened; of anything else, where it is taken is shown. */
  take(brought: readonly BroughtFile[]): Promise<void>;
  setOver(over: boolean): void;
  ask(asked: boolean): void;
}

/** Race, comparisons and walks. */
export interface PaintSlice {
  /** Loads it with the view: the same for as long as the page lives. */
  load(): Promise<Paint>;
  loadForward(): Promise<Forward>;
}

export interface LookSlice extends LookSettings {
  set(change: Partial<LookSettings>): void;
}

export interface DataSetsSlice {
  /** The visitor's own, the newest first; empty until somebody has read which there are. */
  readonly own: readonly DataSetDescription[];
  setOwn(own: readonly DataSetDescription[]): void;
}

/** How own pictures are read. */
export interface OwnShape {
  readonly side: number;
  readonly channels: 1 | 3;
}

export interface WantedSet extends OwnSetReference {
  /** How its pictures were read, where that is known: a checkpoint says it, a link does not. */
  readonly shape?: OwnShape;
}

/** The panel for the visitor's own pictures. Its import is `own-import.ts`, which comes with it. */
export interface OwnPicturesSlice {
  readonly open: boolean;
  /** The set that a link, a checkpoint or a saved run asks for and this browser does not have. */
  readonly wanted: WantedSet | null;
  /** What the network takes for which pictures are brought. */
  readonly network: OwnShape | null;
  show(): void;
  /** Opens the panel for pictures that this network is fine-tuned on, or that a new one learns; `goOn` is called with the set that is added, whichever that is. */
  bring(network: OwnShape | null, goOn: (set: DataSetDescription) => void): void;
  /** What was wanted is wanted no more. */
  close(): void;
  /** Opens the panel and says which set is wanted; `goOn` is called once it has been added. */
  want(set: WantedSet, goOn: () => void): void;
  /** These are there now. */
  setsChanged(own: readonly DataSetDescription[]): void;
  /** This one was added, or was there already. */
  added(set: DataSetDescription): void;
  /** Reads which sets there are, where there may be any. */
  refresh(): Promise<void>;
}

export interface DataSlice {
  readonly progress: DataProgress | null;
  readonly sample: DataSample | null;
}

export interface PreviewSlice {
  readonly newest: Preview | null;
}

/** Restored with a run as far as it goes; the curve over the steps is `useValidation`. */
export interface EvaluationSlice {
  /** Null before the first, and of a run that has just come back. */
  readonly newest: Evaluation | null;
  /** Up to the newest, in step order; of a long run thinned. */
  readonly history: readonly Evaluation[];
}

/** One step of sampling: where it stood, what went in, and the clean image that the network saw in it. */
export type FilmFrame = Omit<GenerateStep, 'call'>;

export interface GenerateSlice {
  /** Of the last call; null once the next one has made its first frame. */
  readonly result: GenerateResult | null;
  readonly busy: boolean;
  /** Of the call that runs; null where none does. */
  readonly pace: Pace | null;
  /** Cancelled, and its step has not ended yet. */
  readonly stopping: boolean;
  /** What `film` and `result` were asked for. */
  readonly asked: GenerateRequest | null;
  /**
   * What the last call has made so far, in step order; it stays until the next call's first frame, after a cancellation too. Empty where
   * the network answers in one pass. Many large steps are thinned evenly as they come; the newest is always the last.
   */
  readonly film: readonly FilmFrame[];
  /** By the look settings, as far as they fit the network: see `samplingFor`. */
  generate(): Promise<void>;
  /** Between two steps; the film so far stays. */
  cancel(): void;
}

/** What was generated, beside the training pictures that are most like it. */
export interface NearestFound extends NearestPictures {
  readonly samples: Pictures;
}

export interface NearestSlice {
  /** Null until it is asked for, and once something else has been generated. */
  readonly found: NearestFound | null;
  readonly busy: boolean;
  /** Of what was generated last. */
  find(): Promise<void>;
  cancel(): void;
  forget(): void;
}

/** `test-image`: of the run's data set, by `look.restoreImage`. `own`: uploaded or drawn. */
export type RestoreSource = 'test-image' | 'own';

/** The picture to damage. What is done with it is `repair.ts`, which comes with the view. */
export interface RestoreSlice {
  readonly source: RestoreSource;
  /** Of the network's size. */
  readonly original: Pictures | null;
  /** What it is called: the class of a test image or the name of a file. */
  readonly name: string;
  /** Its class in the run's set; null of the visitor's own. */
  readonly label: number | null;
  /** Whether this run has repaired one. */
  readonly repaired: boolean;
  pickTestImage(index: number): Promise<void>;
  take(picture: Pictures, name: string): void;
  /** The same for as long as the page lives. */
  load(): Promise<Repair>;
}

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

/** A model that a link names, or the visitor. Nothing is fetched before the visitor accepts. */
export interface ModelOffer {
  readonly namedBy: 'link' | 'visitor';
  /** As the link has it; of a model that comes with the page, relative to it. */
  readonly address: string;
  /** Absolute, where it would be fetched from. */
  readonly url: string;
  /** Whom the visitor would trust: `huggingface.co`. The page's own host too, for a model that comes with the page. */
  readonly host: string;
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

export interface ModelProgress {
  /** All has been received, and the engine takes it over. */
  readonly opening?: true;
  readonly receivedBytes: number;
  /** Null where the host does not say. */
  readonly totalBytes: number | null;
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

/** Models that ship with the page. */
export interface ModelsSlice {
  /** Whether their panel is. */
  readonly open: boolean;
  show(): void;
  close(): void;
  /** What there is: the same for as long as the page lives. */
  load(): Promise<ShippedModels>;
}

export interface LayersSlice {
  /** As they were when somebody looked last. */
  readonly seen: { readonly runId: string; readonly step: number; readonly layers: readonly LayerNumbers[] } | null;
  readonly busy: boolean;
  look(): Promise<void>;
}

export interface PlaygroundState {
  readonly engine: EngineSlice;
  readonly run: RunSlice;
  readonly view: ViewSlice;
  /** What the link leaves out of the page. */
  readonly frame: PageFrame;
  readonly painter: PainterSlice;
  readonly arrivals: ArrivalsSlice;
  readonly paint: PaintSlice;
  readonly look: LookSlice;
  readonly dataSets: DataSetsSlice;
  readonly ownPictures: OwnPicturesSlice;
  readonly data: DataSlice;
  readonly preview: PreviewSlice;
  readonly evaluation: EvaluationSlice;
  readonly generate: GenerateSlice;
  readonly nearest: NearestSlice;
  readonly layers: LayersSlice;
  readonly restore: RestoreSlice;
  readonly notices: NoticesSlice;
  readonly share: ShareSlice;
  readonly modelOffer: ModelOfferSlice;
  readonly models: ModelsSlice;
  readonly runs: RunsSlice;
}
