/**
 * What the page knows and can do, one slice per feature. Components read it through `usePlayground`
 * and know nothing of the implementation.
 */
import type { PageFrame } from '../share/page-frame.ts';
import type { DataSetsSlice, DataSlice, EvaluationSlice, OwnPicturesSlice, PreviewSlice } from './types/data.ts';
import type { EngineSlice } from './types/engine.ts';
import type { GenerateSlice, LayersSlice, NearestSlice } from './types/generated-pictures.ts';
import type { NoticesSlice } from './types/notices.ts';
import type { RunSlice } from './types/run.ts';
import type { RunsSlice } from './types/runs.ts';
import type { ModelOfferSlice, ShareSlice } from './types/share.ts';
import type {
  ArrivalsSlice,
  LanguageSlice,
  LookSlice,
  ModelsSlice,
  PainterSlice,
  PaintSlice,
  RestoreSlice,
  ViewSlice,
} from './types/views.ts';

export type { ErrorReport } from '../ml/errors.ts';
export type {
  BackendName,
  Evaluation,
  GenerateResult,
  NetworkReport,
  NumbersHistogram,
  Pictures,
  RunStatus,
} from '../workers/protocol.ts';
export type * from './types/data.ts';
export type * from './types/engine.ts';
export type * from './types/generated-pictures.ts';
export type { ModelProgress, NamedModel } from './types/models.ts';
export type * from './types/notices.ts';
export type * from './types/run.ts';
export type * from './types/share.ts';
export type * from './types/views.ts';

export interface PlaygroundState {
  readonly engine: EngineSlice;
  readonly run: RunSlice;
  readonly view: ViewSlice;
  /** The parts of the page that the link hides. */
  readonly frame: PageFrame;
  readonly language: LanguageSlice;
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
