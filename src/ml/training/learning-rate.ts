/** How the learning rate changes over a run, as a factor on the base rate. */
import type { LearningRateSchedule } from '../recipes.ts';

/**
 * diffusers' get_cosine_schedule_with_warmup: 0 at step 0, 1 after `warmupSteps`, then half a
 * cosine down to 0 at `totalSteps` and beyond. `step`: number of updates before it.
 */
export function learningRateFactor(schedule: LearningRateSchedule, step: number, totalSteps: number): number {
  const { kind, warmupSteps } = schedule;
  switch (kind) {
    case 'constant':
      return 1;
    case 'cosine': {
      if (step < warmupSteps) return step / warmupSteps;
      const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
      return (1 + Math.cos(Math.PI * Math.min(progress, 1))) / 2;
    }
    default:
      return kind satisfies never;
  }
}
