/**
 * Quick versions of long calls, for slow devices: fewer steps and pictures than the settings ask
 * for.
 */
import { type LookSettings, lookDefaults } from '../ml/config.ts';
import type { RepairSettings } from '../ml/diffusion/restore/methods.ts';
import type { BoardCall } from './types/paint.ts';

/** Enough that the pictures of a trained network can be recognized. */
const quickSteps = 10;

export const fewerSteps = ({ sampleSteps }: Pick<LookSettings, 'sampleSteps'>) => ({
  sampleSteps: Math.min(quickSteps, sampleSteps),
});

/** Both fewer pictures and fewer steps. `most`: pictures. */
export const fewerOfBoth = (look: Pick<LookSettings, 'sampleSteps' | 'generateCount'>, most = 4) => ({
  ...fewerSteps(look),
  generateCount: Math.min(most, look.generateCount),
});

/** The same where nobody has chosen the number: what a link or the form asks for stays. */
export function fewerThanUsual(look: Pick<LookSettings, 'sampleSteps' | 'generateCount'>) {
  const fewer = fewerOfBoth(look);
  return {
    sampleSteps: look.sampleSteps === lookDefaults.sampleSteps ? fewer.sampleSteps : look.sampleSteps,
    generateCount: look.generateCount === lookDefaults.generateCount ? fewer.generateCount : look.generateCount,
  };
}

export const withChanges = (calls: readonly BoardCall[], changes: Partial<LookSettings>): readonly BoardCall[] =>
  calls.map((call) => ({ ...call, changes: { ...call.changes, ...changes } }));

/** Of a repair: each step once. */
export const quickRepair = (settings: RepairSettings): RepairSettings => ({
  ...settings,
  steps: Math.min(quickSteps, settings.steps),
  resamples: 1,
});
