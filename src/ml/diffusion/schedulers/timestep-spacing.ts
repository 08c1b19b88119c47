/**
 * The training timesteps that a run visits (Lin et al., "Common Diffusion Noise Schedules and
 * Sample Steps are Flawed", 2023, table 2).
 */
import { PlaygroundError } from '../../errors.ts';
import type { TimestepSpacing } from './config.ts';

export interface SpacingConfig {
  readonly num_train_timesteps: number;
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
}

/** numpy's rounding: halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

/** numpy.linspace reversed: from `stop` down to 0; a single value is 0. */
function linspaceDown(stop: number, count: number): number[] {
  const step = count > 1 ? stop / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => {
    const fromBelow = count - 1 - i;
    return count > 1 && i === 0 ? stop : fromBelow * step;
  });
}

/**
 * Noisiest first. `last`: how many training timesteps count, from 0 on; fewer than all if a
 * scheduler cuts off the noisiest.
 */
function spaced(config: SpacingConfig, count: number, spare: 0 | 1, last: number): number[] {
  const { num_train_timesteps: total, timestep_spacing, steps_offset } = config;
  switch (timestep_spacing) {
    case 'linspace':
      return linspaceDown(last - 1, count + spare).slice(0, count);
    case 'leading': {
      const ratio = Math.floor(last / (count + spare));
      return Array.from({ length: count }, (_, i) => (count + spare - 1 - i) * ratio + steps_offset);
    }
    case 'trailing': {
      // diffusers counts down with numpy.arange, whose rounding gives some counts an extra
      // timestep, -1. Here there are always `count`.
      const ratio = total / count;
      const length = Math.min(count, Math.ceil(last / ratio));
      return Array.from({ length }, (_, i) => roundHalfEven(last - i * ratio) - 1);
    }
    default:
      return timestep_spacing satisfies never;
  }
}

/**
 * `count` timesteps, noisiest first, not yet rounded if spaced by linspace. `spare` 1 leaves out a
 * step at timestep 0, which the schedulers that solve the probability flow reach with their last
 * step (DPM-Solver, UniPC).
 */
export function spaceTimesteps(
  config: SpacingConfig,
  count: number,
  spare: 0 | 1 = 0,
  last: number = config.num_train_timesteps,
): number[] {
  const most = last - spare;
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new PlaygroundError('value-invalid', {
      name: 'steps',
      value: count,
      allowed: { code: 'whole-number', least: 1, most },
    });
  }
  const timesteps = spaced(config, count, spare, last);
  if ((timesteps[0] ?? 0) >= config.num_train_timesteps) {
    throw new PlaygroundError('value-invalid', { name: 'steps', value: count, allowed: { code: 'fewer-for-offset' } });
  }
  return timesteps;
}

/** The timesteps before setTimesteps: all of training. */
export function allTimesteps(count: number): number[] {
  return Array.from({ length: count }, (_, i) => count - 1 - i);
}
