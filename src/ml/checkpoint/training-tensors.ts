/** The numbers of `training_state.safetensors`: weights, moments and momentum, each under a prefix of its own. */
import type { OptimizerName } from '../config.ts';
import { PlaygroundError } from '../errors.ts';
import { isMatrix } from '../kernels/muon/matrix.ts';
import type { NamedTensors, StoredTensor, StoredTensors } from './safetensors.ts';
import { type ParameterShapes, readExpected } from './tensors.ts';

/** Under the parameters' names, in PyTorch's layouts. */
export interface TrainingTensors {
  /** As training left them, where `unet/` has averaged ones. */
  readonly raw: NamedTensors;
  /** Adam's moments, of the parameters that it has. */
  readonly expAvg: NamedTensors;
  readonly expAvgSq: NamedTensors;
  /** Muon's, of all others. */
  readonly momentum: NamedTensors;
}

const prefixes = {
  raw: 'weights.',
  expAvg: 'adam.exp_avg.',
  expAvgSq: 'adam.exp_avg_sq.',
  momentum: 'muon.momentum_buffer.',
} as const;
type Group = keyof typeof prefixes;

/** One map for one file: weights.NAME, adam.exp_avg.NAME, adam.exp_avg_sq.NAME, muon.momentum_buffer.NAME. */
export function joinTensors(tensors: TrainingTensors): NamedTensors {
  const under = (prefix: string, named: NamedTensors) =>
    [...named].map(([name, value]) => [prefix + name, value] as const);
  return new Map([
    ...under(prefixes.raw, tensors.raw),
    ...under(prefixes.expAvg, tensors.expAvg),
    ...under(prefixes.expAvgSq, tensors.expAvgSq),
    ...under(prefixes.momentum, tensors.momentum),
  ]);
}

/**
 * `shapes`: of the network's parameters. `optimizer`: which of them has moments, and which momentum. Throws `checkpoint-tensor` for a tensor that is
 * missing, strange, or of another shape, and `checkpoint-invalid` where the numbers are another optimizer's.
 */
export function splitTensors(
  stored: StoredTensors,
  shapes: ParameterShapes,
  optimizer: OptimizerName,
): TrainingTensors {
  const groups: Record<Group, Map<string, StoredTensor>> = {
    raw: new Map(),
    expAvg: new Map(),
    expAvgSq: new Map(),
    momentum: new Map(),
  };
  for (const [name, tensor] of stored) {
    if (name.startsWith(prefixes.raw)) groups.raw.set(name.slice(prefixes.raw.length), tensor);
    else if (name.startsWith(prefixes.expAvgSq)) groups.expAvgSq.set(name.slice(prefixes.expAvgSq.length), tensor);
    else if (name.startsWith(prefixes.expAvg)) groups.expAvg.set(name.slice(prefixes.expAvg.length), tensor);
    else if (name.startsWith(prefixes.momentum)) groups.momentum.set(name.slice(prefixes.momentum.length), tensor);
    else throw new PlaygroundError('checkpoint-tensor', { tensor: name, reason: 'it is not expected' });
  }
  requireOptimizer(optimizer, groups.momentum.size > 0);
  const { ofAdam, ofMuon } = byOptimizer(shapes, optimizer);
  const read = (group: Group, of = shapes) => readExpected(groups[group], of, prefixes[group]);
  const tensors = {
    raw: read('raw'),
    expAvg: read('expAvg', ofAdam),
    expAvgSq: read('expAvgSq', ofAdam),
    momentum: read('momentum', ofMuon),
  };
  requireSquares(tensors.expAvgSq);
  return tensors;
}

/** Said before the first tensor that would be missing: it is the optimizer that does not fit, and not the network. */
function requireOptimizer(optimizer: OptimizerName, hasMomentum: boolean): void {
  if (hasMomentum === (optimizer === 'muon')) return;
  const tensors = hasMomentum ? 'momentum of Muon' : 'no momentum';
  const reason = `the run's optimizer is ${optimizer}, and training_state.safetensors holds ${tensors}`;
  throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
}

/** Which of the network's parameters have Adam's moments, and which Muon's momentum. */
export function byOptimizer(shapes: ParameterShapes, optimizer: OptimizerName) {
  const isMuons = (name: string, shape: readonly number[]) => optimizer === 'muon' && isMatrix(name, shape.length);
  return {
    ofAdam: new Map([...shapes].filter((entry) => !isMuons(...entry))),
    ofMuon: new Map([...shapes].filter((entry) => isMuons(...entry))),
  };
}

/** Adam takes their root: the next step would make NaN of the weights. */
function requireSquares(expAvgSq: NamedTensors): void {
  for (const [name, { values }] of expAvgSq) {
    if (values.every((value) => value >= 0)) continue;
    const reason = 'a mean of squares is negative';
    throw new PlaygroundError('checkpoint-tensor', { tensor: prefixes.expAvgSq + name, reason });
  }
}
