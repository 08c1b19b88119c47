/** Types of the views and of what they share: the current view, the look settings, arrivals. */
import type { Experiment, LookSettings } from '../../ml/config.ts';
import type { Brought } from '../../own-pictures/brought-files.ts';
import type { TaskName } from '../../share/tasks.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { LanguageTag } from '../../words/languages.ts';
import type { Pictures } from '../../workers/protocol.ts';
import type { NamedModel, ShippedModels } from './models.ts';
import type { Forward, Paint } from './paint.ts';
import type { Painter } from './painter.ts';
import type { Repair } from './repair.ts';

/** All views show the same workspace; training continues in each of them. */
export interface ViewSlice {
  readonly name: ViewName;
  /**
   * `prepares`: prepares the device for training. False if training begins at once, which prepares
   * the device itself.
   */
  show(name: ViewName, prepares?: boolean): void;
  /**
   * The experiment of a link that the visitor opened; null without a link, or if the link opened a
   * model or an exercise.
   */
  readonly sent: Experiment | null;
  /** The exercise whose steps are shown. */
  readonly task: TaskName | null;
  /** The model that the exercise's link names; null if it names none, or without an exercise. */
  readonly taskModel: NamedModel | null;
  closeTask(): void;
  /** The run has changed: updates the page's address. */
  note(): void;
}

export interface LanguageSlice {
  readonly tag: LanguageTag;
  /** As links name it; null if each reader's browser is to decide. */
  readonly inLinks: LanguageTag | null;
  /** Settles once the page can be shown in its language. */
  start(): Promise<void>;
  /** The visitor's choice, which the browser remembers. Nothing of the run changes. */
  choose(tag: LanguageTag): void;
  /** The language of a link that was opened in this page. */
  follow(tag: LanguageTag): void;
}

/** The model that ships with the page and paints on its first view. */
export interface PainterSlice {
  /** Loaded with the view. Returns the same object for as long as the page lives. */
  load(): Promise<Painter>;
}

/** A file that the visitor chose, dropped or pasted, with the path of its folders. */
export type BroughtFile = Brought & { readonly file: File };

/** Files that were dropped on the page, or pasted. */
export interface ArrivalsSlice {
  /** The files that came last, without checkpoints. Some of them may not be pictures. */
  readonly files: readonly File[];
  /** The files that came while Into noise was open. */
  readonly intoNoise: readonly File[];
  /** A file is being dragged over the page. */
  readonly over: boolean;
  /** The page asks for a picture: a paste without one is reported as a mistake. */
  readonly asked: boolean;
  /** Opens a checkpoint. For any other file, shows the view that takes it. */
  take(brought: readonly BroughtFile[]): Promise<void>;
  setOver(over: boolean): void;
  ask(asked: boolean): void;
}

/** Race, comparisons and walks. */
export interface PaintSlice {
  /** Loaded with the view. Returns the same object for as long as the page lives. */
  load(): Promise<Paint>;
  loadForward(): Promise<Forward>;
}

export interface LookSlice extends LookSettings {
  set(change: Partial<LookSettings>): void;
}

/**
 * `test-image`: an image of the run's data set, chosen by `look.restoreImage`. `own`: uploaded or
 * drawn by the visitor.
 */
type RestoreSource = 'test-image' | 'own';

/** The picture to damage. `repair.ts`, which is loaded with the view, repairs it. */
export interface RestoreSlice {
  readonly source: RestoreSource;
  /** As large as the network's pictures, or larger. */
  readonly original: Pictures | null;
  /** The class of a test image, or the name of a file. */
  readonly name: string;
  /** Its class in the run's set; null for the visitor's own picture. */
  readonly label: number | null;
  /**
   * Whether the visitor's file has colours, even if the network takes grey pictures; null for a
   * drawing and for a test image.
   */
  readonly hasColours: boolean | null;
  /** Whether this run has repaired a picture. */
  readonly repaired: boolean;
  pickTestImage(index: number): Promise<void>;
  /**
   * `hasColours`: only for a file that the visitor brought. A drawing has the colours of the data
   * set.
   */
  take(picture: Pictures, name: string, hasColours?: boolean): void;
  /** Returns the same object for as long as the page lives. */
  load(): Promise<Repair>;
}

/** Models that ship with the page. */
export interface ModelsSlice {
  /** Whether the panel of models is open. */
  readonly open: boolean;
  show(): void;
  close(): void;
  /** The list of models. Returns the same object for as long as the page lives. */
  load(): Promise<ShippedModels>;
}
