/**
 * The weights, gradients and outputs of a run's layers, as histograms. Weights and gradients come
 * from a checkpoint, so the device has no extra work.
 */
import type { NamedTensors } from '../ml/checkpoint/safetensors.ts';
import type { TrainingTensors } from '../ml/checkpoint/training-tensors.ts';
import type { LayerNumbers, NumbersHistogram } from '../workers/protocol.ts';

const bins = 32;

/**
 * Weights and gradients by layer, in the network's order. Gradients are the running mean that the
 * optimizer keeps: AdamW's first moment (Kingma and Ba 2015), or Muon's momentum.
 */
export function layersOf(
  { raw, expAvg, momentum }: TrainingTensors,
  activations: ReadonlyMap<string, NumbersHistogram> = new Map(),
): LayerNumbers[] {
  const layers = new Map<string, string[]>();
  for (const name of raw.keys()) {
    const layer = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    layers.set(layer, [...(layers.get(layer) ?? []), name]);
  }
  return Array.from(layers, ([layer, names]) => {
    const weights = numbersOf(raw, names);
    const gradients = names.flatMap((name) => numbersOf(momentum.has(name) ? momentum : expAvg, [name]));
    const parameters = weights.reduce((sum, values) => sum + values.length, 0);
    return {
      layer,
      parameters,
      weights: histogramOf(weights),
      gradients: gradients.length > 0 ? histogramOf(gradients) : null,
      activations: activations.get(layer) ?? null,
    };
  });
}

const numbersOf = (tensors: NamedTensors, names: readonly string[]): Float32Array[] =>
  names.flatMap((name) => tensors.get(name)?.values ?? []);

/** Equal bins from the lowest number to the highest; NaN and infinities are left out. */
export function histogramOf(parts: readonly Float32Array[]): NumbersHistogram {
  let [low, high, count, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const values of parts)
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      count += 1;
      sum += value;
      squares += value * value;
    }
  const counts = new Uint32Array(bins);
  if (count === 0) return { low: 0, high: 0, mean: 0, deviation: 0, counts };
  const width = (high - low) / bins || 1;
  for (const values of parts)
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(bins - 1, Math.floor((value - low) / width));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  const mean = sum / count;
  return { low, high, mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)), counts };
}
