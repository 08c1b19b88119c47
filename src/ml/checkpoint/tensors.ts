/**
 * Checks a file's tensors against a network's parameters: names and shapes are compared before any
 * number is read or any byte allocated.
 */
import { PlaygroundError } from '../errors.ts';
import type { Reason, ReasonValue } from '../reasons.ts';
import { type NamedTensors, readAll, type StoredTensors } from './safetensors.ts';

/** Shapes as in PyTorch, by PyTorch's names. */
export type ParameterShapes = ReadonlyMap<string, readonly number[]>;

/**
 * Reads exactly these names, each with exactly this shape, in this order. `prefix` precedes the
 * names in errors. Throws `checkpoint-tensor`, or `checkpoint-invalid` for a value that is not
 * finite.
 */
export function readExpected(stored: StoredTensors, shapes: ParameterShapes, prefix = ''): NamedTensors {
  const refuse = (name: string, reason: Reason): never => {
    throw new PlaygroundError('checkpoint-tensor', { tensor: prefix + name, reason });
  };
  const ordered = new Map(
    [...shapes].map(([name, shape]) => {
      const tensor = stored.get(name) ?? refuse(name, { code: 'missing' });
      if (tensor.shape.join() === shape.join()) return [name, tensor];
      return refuse(name, { code: 'shape-unlike', shape: inWords(tensor.shape), expected: inWords(shape) });
    }),
  );
  const stray = [...stored.keys()].find((name) => !shapes.has(name));
  if (stray !== undefined) refuse(stray, { code: 'not-expected' });
  return readAll(ordered);
}

const inWords = (shape: readonly number[]): ReasonValue =>
  shape.length === 0 ? { code: 'one-number' } : shape.join(' x ');
