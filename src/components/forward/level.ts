import type { NoiseLevels } from '../../store/forward.ts';

/** A level on the way into noise, as its formula writes it. */
interface Level {
  readonly timestep: number;
  /**
   * The formula's symbol: s, the share of noise, for a flow; ᾱ, the share of the picture's
   * variance, for a noise schedule.
   */
  readonly symbol: 's' | 'ᾱ';
  readonly value: number;
}

/**
 * Timesteps are shown as whole numbers. A flow's level lies at the middle of its timestep: 350.5 is
 * shown as 350.
 */
export const wholeTimestep = (timestep: number): number => Math.floor(timestep);

export function levelAt({ isFlow, timesteps, alphas, sigmas }: NoiseLevels, place: number): Level {
  const timestep = wholeTimestep(timesteps[place] ?? 0);
  return isFlow
    ? { timestep, symbol: 's', value: sigmas[place] ?? 0 }
    : { timestep, symbol: 'ᾱ', value: (alphas[place] ?? 1) ** 2 };
}
