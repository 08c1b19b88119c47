/** The numbers of `training_state.safetensors`: weights and moments, each under a prefix of its own. */
import { PlaygroundError } from '../errors.ts';
import type { NamedTensors, StoredTensor, StoredTensors } from './safetensors.ts';
import { readExpected } from './tensors.ts';

/** Under the parameters' names, in PyTorch's layouts. */
export interface TrainingTensors {
  /** As training left them, where `unet/` has averaged ones. */
  readonly raw: NamedTensors;
  readonly expAvg: NamedTensors;
  readonly expAvgSq: NamedTensors;
}

const prefixes = { raw: 'weights.', expAvg: 'adam.exp_avg.', expAvgSq: 'adam.exp_avg_sq.' } as const;

/** One map for one file: weights.NAME, adam.exp_avg.NAME, adam.exp_avg_sq.NAME. */
export function joinTensors(tensors: TrainingTensors): NamedTensors {
  const under = (prefix: string, named: NamedTensors) =>
    [...named].map(([name, value]) => [prefix + name, value] as const);
  return new Map([
    ...under(prefixes.raw, tensors.raw),
    ...under(prefixes.expAvg, tensors.expAvg),
    ...under(prefixes.expAvgSq, tensors.expAvgSq),
  ]);
}

/** `shapes`: of the network's parameters. Throws `checkpoint-tensor` for a tensor that is missing, strange, or of another shape. */
export function splitTensors(stored: StoredTensors, shapes: ReadonlyMap<string, readonly number[]>): TrainingTensors {
  const groups = { raw: new Map(), expAvg: new Map(), expAvgSq: new Map() } satisfies Record<
    keyof typeof prefixes,
    Map<string, StoredTensor>
  >;
  for (const [name, tensor] of stored) {
    if (name.startsWith(prefixes.raw)) groups.raw.set(name.slice(prefixes.raw.length), tensor);
    else if (name.startsWith(prefixes.expAvgSq)) groups.expAvgSq.set(name.slice(prefixes.expAvgSq.length), tensor);
    else if (name.startsWith(prefixes.expAvg)) groups.expAvg.set(name.slice(prefixes.expAvg.length), tensor);
    else throw new PlaygroundError('checkpoint-tensor', { tensor: name, reason: 'it is not expected' });
  }
  const read = (group: keyof typeof prefixes) => readExpected(groups[group], shapes, prefixes[group]);
  const tensors = { raw: read('raw'), expAvg: read('expAvg'), expAvgSq: read('expAvgSq') };
  requireSquares(tensors.expAvgSq);
  return tensors;
}

/** Adam takes their root: the next step would make NaN of the weights. */
function requireSquares(expAvgSq: NamedTensors): void {
  for (const [name, { values }] of expAvgSq) {
    if (values.every((value) => value >= 0)) continue;
    const reason = 'a mean of squares is negative';
    throw new PlaygroundError('checkpoint-tensor', { tensor: prefixes.expAvgSq + name, reason });
  }
}
