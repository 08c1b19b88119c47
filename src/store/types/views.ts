/** What the views have of their own, and what they share: which is on show, the look settings, arrivals. Types only. */
import type { Experiment, LookSettings } from '../../ml/config.ts';
import type { Brought } from '../../own-pictures/brought-files.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { Pictures } from '../../workers/protocol.ts';
import type { ShippedModels } from './models.ts';
import type { Forward, Paint } from './paint.ts';
import type { Painter } from './painter.ts';
import type { Repair } from './repair.ts';

/** One workspace, seen in several ways; training goes on in each of them. */
export interface ViewSlice {
  readonly name: ViewName;
  /** `prepares`: whoever shows it begins with no training, which would prepare the device by itself. */
  show(name: ViewName, prepares?: boolean): void;
  /** What a link asked for that somebody opened; null without one, or where it opened a model. */
  readonly sent: Experiment | null;
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
  /** Whether the visitor's file has, whatever the network takes of them; null of a drawing and of a test image. */
  readonly hasColours: boolean | null;
  /** Whether this run has repaired one. */
  readonly repaired: boolean;
  pickTestImage(index: number): Promise<void>;
  /** `hasColours`: of a file that the visitor brought. A drawing is as the set is. */
  take(picture: Pictures, name: string, hasColours?: boolean): void;
  /** The same for as long as the page lives. */
  load(): Promise<Repair>;
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
