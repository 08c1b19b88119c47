/** The lanes of a race as one line of a link: `run.ddim.50.ema,digits.flow-match-euler.10.ema`. */
import { type PredictionType, type SamplerName, samplerNames, samplersFor } from './config.ts';

export interface Lane {
  /** `run`, the name of a shipped model, or `kept-ID` for a run that this browser keeps. */
  readonly source: string;
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly weights: 'ema' | 'raw';
}

export const laneCount = { min: 2, max: 4 } as const;

const laneText = /^([a-z][a-z0-9-]{0,63})\.([a-z-]+)\.([1-9]\d{0,3})\.(ema|raw)$/;
const mostSteps = 1000;

/** Null for anything but two to four lanes. */
export function parseLanes(text: string): readonly Lane[] | null {
  const lanes = text.split(',').map(parseLane);
  const known = lanes.filter((lane) => lane !== null);
  const isWhole = known.length === lanes.length && known.length >= laneCount.min && known.length <= laneCount.max;
  return isWhole ? known : null;
}

function parseLane(text: string): Lane | null {
  const [, source = '', name, digits, weights] = laneText.exec(text) ?? [];
  const sampler = samplerNames.find((known) => known === name);
  const steps = Number(digits);
  if (!sampler || !(steps <= mostSteps)) return null;
  return { source, sampler, steps, weights: weights === 'raw' ? 'raw' : 'ema' };
}

export const writeLanes = (lanes: readonly Lane[]): string =>
  lanes.map(({ source, sampler, steps, weights }) => [source, sampler, steps, weights].join('.')).join(',');

/** A scheduler that needs few steps, with few steps, against the plain one with many. */
export function standardLanes(prediction: PredictionType): readonly Lane[] {
  const [plain = 'ddim', ...others] = samplersFor(prediction);
  const quick = others.find((name) => name === 'dpm') ?? plain;
  const lane = (sampler: SamplerName, steps: number): Lane => ({ source: 'run', sampler, steps, weights: 'ema' });
  return [lane(plain, 50), lane(quick, 10)];
}
