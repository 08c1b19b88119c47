import type { NoiseLevels } from '../../store/forward.ts';

/** A place on the way into noise, as its formula has it. */
interface Level {
  readonly timestep: number;
  /**
   * The formula's symbol: the share of noise in a flow, the share of the picture's variance
   * elsewhere.
   */
  readonly symbol: 's' | 'ᾱ';
  readonly value: number;
}

/**
 * Timesteps are shown as whole numbers: the level of one is that at its middle, 350.5 of a flow's
 * timestep 350.
 */
export const wholeTimestep = (timestep: number): number => Math.floor(timestep);

export function levelAt({ isFlow, timesteps, alphas, sigmas }: NoiseLevels, place: number): Level {
  const timestep = wholeTimestep(timesteps[place] ?? 0);
  return isFlow
    ? { timestep, symbol: 's', value: sigmas[place] ?? 0 }
    : { timestep, symbol: 'ᾱ', value: (alphas[place] ?? 1) ** 2 };
}
