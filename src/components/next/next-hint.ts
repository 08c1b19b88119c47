/** The next hint: one line at a time, chosen by what the visitor has seen and done so far. */
import { type PaintTool, recipes } from '../../ml/config.ts';
import { hasPart, leavesOut } from '../../share/page-frame.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { NetworkReport, PlaygroundState } from '../../store/index.ts';

const hints = [
  'sent',
  'train',
  'wait',
  'scrub',
  'paint',
  'generate',
  'answer',
  'film',
  'fewSteps',
  'repair',
  'restore',
] as const;
export type Hint = (typeof hints)[number];

export interface Progress {
  readonly view: ViewName;
  readonly kind: NetworkReport['kind'];
  readonly step: number;
  /** The network has random weights; Paint and Repair then say so themselves. */
  readonly untrained: boolean;
  /** The run began with the weights of a model. */
  readonly opened: boolean;
  readonly running: boolean;
  /** The run is the unchanged experiment of a link. */
  readonly sent: boolean;
  /** The page shows the steps of an exercise. */
  readonly task: boolean;
  /** Number of evaluations with samples so far. */
  readonly looks: number;
  readonly generated: boolean;
  /** The training step of the network that generated. */
  readonly generatedAt: number;
  readonly restored: boolean;
  /** The selected tool of the Paint view. */
  readonly tool: PaintTool;
  /** The page has no button Train. */
  readonly hidesTraining: boolean;
  /** There is no WebGPU: Start then has a press of its own that leads. */
  readonly withoutGpu: boolean;
  /** The page shows one view, without the way to another. */
  readonly oneView: boolean;
}

/** Steps of the quickest recipe on digits after which samples have strokes. */
const enoughSteps = 100;

/** Null if there is nothing to suggest. */
export function nextHint(progress: Progress): Hint | null {
  const hint = hintOf(progress);
  return hint !== null && progress.oneView && leadsTo[hint] ? null : hint;
}

function hintOf({
  view,
  kind,
  step,
  untrained,
  opened,
  running,
  looks,
  generated,
  generatedAt,
  restored,
  tool,
  sent,
  task,
  hidesTraining,
  withoutGpu,
}: Progress): Hint | null {
  if (task && view !== 'start') return null;
  if ((view === 'paint' || view === 'repair') && sent && untrained && !running && !hidesTraining) return 'sent';
  if (view === 'paint' && tool !== 'pictures' && kind === 'diffusion') return null;
  if (view === 'paint' && kind === 'one-pass') return generated ? null : 'answer';
  if (view === 'paint' && generated && !opened && generatedAt < enoughSteps)
    return untrained || hidesTraining ? null : 'fewSteps';
  if (view === 'paint') return generated ? 'film' : 'generate';
  if (view === 'repair') return restored || untrained ? null : 'restore';
  if (view !== 'learn' && view !== 'start') return null;
  if (step === 0 && hidesTraining) return null;
  if (step === 0 && (running || sent)) return running ? 'wait' : 'sent';
  if (step === 0 && !opened) return withoutGpu && view === 'start' ? null : 'train';
  if (generated) return restored ? null : 'repair';
  if (step >= enoughSteps) return 'paint';
  return view === 'learn' && looks > 1 ? 'scrub' : null;
}

/** The view that a press on the hint opens. */
export const leadsTo: Readonly<Partial<Record<Hint, ViewName>>> = { paint: 'paint', repair: 'repair' };

export function progressOf({
  view,
  run,
  engine,
  evaluation,
  generate,
  restore,
  look,
  frame,
}: PlaygroundState): Progress {
  const { status } = run;
  return {
    view: view.name,
    kind: status?.network.kind ?? recipes[run.draft.recipe].kind,
    step: status?.step ?? 0,
    untrained: status?.step === 0 && status.origin === 'seed',
    opened: status?.origin === 'checkpoint',
    running: status?.phase === 'training' || status?.phase === 'waiting',
    // An embedded page is the surrounding page's example; nobody has sent its link to this visitor.
    sent: !frame.embedded && view.sent !== null && JSON.stringify(view.sent) === JSON.stringify(run.draft),
    task: view.task !== null,
    looks: evaluation.history.length,
    generated: generate.result !== null,
    generatedAt: generate.result?.step ?? 0,
    restored: restore.repaired,
    tool: look.paintTool,
    hidesTraining: leavesOut(frame, 'training'),
    withoutGpu: engine.device !== null && engine.device.backend !== 'webgpu',
    oneView: !hasPart(frame, 'views'),
  };
}
