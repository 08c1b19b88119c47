/** Which lanes a race has. They are part of the look settings, so that a link includes them. */
import type { LookSettings, PredictionType } from '../ml/config.ts';
import { type Lane, laneCount, parseLanes, standardLanes, writeLanes } from '../ml/race-lanes.ts';
import type { BoardCall } from './types/paint.ts';

export { type Lane, laneCount };

export const lanesOf = ({ raceLanes }: Pick<LookSettings, 'raceLanes'>, prediction: PredictionType): readonly Lane[] =>
  parseLanes(raceLanes) ?? standardLanes(prediction);

/** The look settings with one lane changed. */
export const withLane = (lanes: readonly Lane[], index: number, change: Partial<Lane>): Partial<LookSettings> =>
  settingsOf(lanes.map((lane, i) => (i === index ? { ...lane, ...change } : lane)));

/** Adds a lane like the last, with half as many steps. */
export function withAnother(lanes: readonly Lane[]): Partial<LookSettings> {
  const last = lanes.at(-1);
  if (!last || lanes.length >= laneCount.max) return {};
  return settingsOf([...lanes, { ...last, steps: Math.max(1, Math.round(last.steps / 2)) }]);
}

export const withoutLane = (lanes: readonly Lane[], index: number): Partial<LookSettings> =>
  lanes.length > laneCount.min ? settingsOf(lanes.filter((_, i) => i !== index)) : {};

const settingsOf = (lanes: readonly Lane[]): Partial<LookSettings> => ({ raceLanes: writeLanes(lanes) });

export const callOf = ({ source, sampler, steps, weights }: Lane): BoardCall => ({
  source,
  changes: { sampler, sampleSteps: steps, sampleWeights: weights },
});
