/** Data sets, the visitor's own among them, and what is seen of them and of how the network does on them. Types only. */
import type { DataSetDescription } from '../../ml/config.ts';
import type { OwnSetReference } from '../../share/link.ts';
import type { DataProgress, DataSample, Evaluation, Preview } from '../../workers/protocol.ts';

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
