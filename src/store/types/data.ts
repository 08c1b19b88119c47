/** Types of data sets, including the visitor's own, and of the previews and evaluations. */
import type { DataSetDescription } from '../../ml/config.ts';
import type { OwnSetReference } from '../../share/link.ts';
import type { DataProgress, DataSample, Evaluation, Preview } from '../../workers/protocol.ts';

export interface DataSetsSlice {
  /** The visitor's own sets, newest first; empty until the list has been read. */
  readonly own: readonly DataSetDescription[];
  setOwn(own: readonly DataSetDescription[]): void;
}

/** The size and channels that own pictures are converted to. */
export interface OwnShape {
  readonly side: number;
  readonly channels: 1 | 3;
}

interface WantedSet extends OwnSetReference {
  /** How its pictures were read, if that is known: a checkpoint says so, a link does not. */
  readonly shape?: OwnShape;
}

/** The panel for the visitor's own pictures. Its import (`own-import.ts`) is loaded with it. */
export interface OwnPicturesSlice {
  readonly open: boolean;
  /** The set that a link, a checkpoint or a saved run needs and this browser does not have. */
  readonly wanted: WantedSet | null;
  /** The shape of the network's pictures, if the pictures are brought for a certain network. */
  readonly network: OwnShape | null;
  show(): void;
  /**
   * Opens the panel for pictures that this network is fine-tuned on, or that a new network learns.
   * `goOn` is called with the set that the visitor adds, whichever it is.
   */
  bring(network: OwnShape | null, goOn: (set: DataSetDescription) => void): void;
  /** Also forgets the wanted set. */
  close(): void;
  /** Opens the panel and names the wanted set; `goOn` is called once it has been added. */
  want(set: WantedSet, goOn: () => void): void;
  /** The list of sets has changed to this one. */
  setsChanged(own: readonly DataSetDescription[]): void;
  /** This set was added, or existed already. */
  added(set: DataSetDescription): void;
  /** Reads the list of sets, if the visitor may have any. */
  refresh(): Promise<void>;
}

export interface DataSlice {
  readonly progress: DataProgress | null;
  readonly sample: DataSample | null;
}

export interface PreviewSlice {
  readonly newest: Preview | null;
}

/** Restored with a run as far as possible; `useValidation` is the curve over the steps. */
export interface EvaluationSlice {
  /** Null before the first evaluation, and for a run that has just been restored. */
  readonly newest: Evaluation | null;
  /** All evaluations up to the newest, in step order; thinned for a long run. */
  readonly history: readonly Evaluation[];
}
