/**
 * The tensors of `training_state.safetensors`: weights, moments and momentum, each group with its
 * own prefix.
 */
import type { OptimizerName } from '../config.ts';
import { PlaygroundError } from '../errors.ts';
import { isMatrix } from '../kernels/muon/matrix.ts';
import type { Reason } from '../reasons.ts';
import type { NamedTensors, StoredTensor, StoredTensors } from './safetensors.ts';
import { type ParameterShapes, readExpected } from './tensors.ts';

/** Keyed by the parameters' names, in PyTorch's layouts. */
export interface TrainingTensors {
  /** The weights as training left them, if those in `unet/` are averaged. */
  readonly raw: NamedTensors;
  /** Adam's moments, for the parameters that it updates. */
  readonly expAvg: NamedTensors;
  readonly expAvgSq: NamedTensors;
  /** Muon's momentum, for all other parameters. */
  readonly momentum: NamedTensors;
}

const prefixes = {
  raw: 'weights.',
  expAvg: 'adam.exp_avg.',
  expAvgSq: 'adam.exp_avg_sq.',
  momentum: 'muon.momentum_buffer.',
} as const;
type Group = keyof typeof prefixes;

/**
 * Joins them in one map for one file: weights.NAME, adam.exp_avg.NAME, adam.exp_avg_sq.NAME,
 * muon.momentum_buffer.NAME.
 */
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
 * `shapes`: the shapes of the network's parameters. `optimizer` determines which of them have
 * Adam's moments and which a momentum. Throws `checkpoint-tensor` for a tensor that is missing,
 * unexpected or of another shape, and `checkpoint-invalid` if the numbers belong to another
 * optimizer.
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
    else throw new PlaygroundError('checkpoint-tensor', { tensor: name, reason: { code: 'not-expected' } });
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

/**
 * Runs before the check for missing tensors, because then the error names the optimizer and not the
 * network.
 */
function requireOptimizer(optimizer: OptimizerName, hasMomentum: boolean): void {
  if (hasMomentum === (optimizer === 'muon')) return;
  const reason: Reason = { code: hasMomentum ? 'momentum-unasked' : 'momentum-missing', optimizer };
  throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
}

/**
 * Divides the network's parameters into those with Adam's moments and those with Muon's momentum.
 */
export function byOptimizer(shapes: ParameterShapes, optimizer: OptimizerName) {
  const isMuons = (name: string, shape: readonly number[]) => optimizer === 'muon' && isMatrix(name, shape.length);
  return {
    ofAdam: new Map([...shapes].filter((entry) => !isMuons(...entry))),
    ofMuon: new Map([...shapes].filter((entry) => isMuons(...entry))),
  };
}

/**
 * Adam takes the square root of these numbers: a negative one would make the weights NaN at the
 * next step.
 */
function requireSquares(expAvgSq: NamedTensors): void {
  for (const [name, { values }] of expAvgSq) {
    if (values.every((value) => value >= 0)) continue;
    const reason: Reason = { code: 'negative-square' };
    throw new PlaygroundError('checkpoint-tensor', { tensor: prefixes.expAvgSq + name, reason });
  }
}
