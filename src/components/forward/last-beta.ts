import type { NoiseChoice } from '../../store/forward.ts';

/** The betas that a drawn schedule may have. */
const range = { min: 0.0002, max: 0.9 };

/**
 * The last beta at which about `share` of the picture's variance remains at timestep `t` of
 * `count`. It takes ln(1 - beta) as -beta, which is off by a hundredth for betas of about 0.02; the
 * engine then reports the exact schedule. Null if the schedule has no betas to choose.
 */
export function lastBeta(choice: NoiseChoice, share: number, t: number, count: number): number | null {
  if (t < 1) return null;
  const wanted = -Math.log(Math.min(0.9999, Math.max(1e-5, share)));
  const { betaStart } = choice;
  /** Sums over the timesteps up to t of i / (count - 1), and of its square. */
  const [ramp, square] = [(t * (t + 1)) / (2 * (count - 1)), (t * (t + 1) * (2 * t + 1)) / (6 * (count - 1) ** 2)];
  const bounded = (beta: number): number => Math.min(range.max, Math.max(range.min, beta));
  switch (choice.betaSchedule) {
    case 'linear':
      return bounded(betaStart + (wanted - betaStart * (t + 1)) / ramp);
    case 'scaled_linear': {
      const root = Math.sqrt(betaStart);
      const rest = betaStart * (t + 1) - wanted;
      const rise = (-root * ramp + Math.sqrt(Math.max(0, betaStart * ramp ** 2 - square * rest))) / square;
      return bounded((root + rise) ** 2);
    }
    case 'squaredcos_cap_v2':
      return null;
    default:
      return choice.betaSchedule satisfies never;
  }
}
