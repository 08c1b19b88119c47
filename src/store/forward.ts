/**
 * An interactive view of the forward process: a picture at any timestep of a schedule, on its way
 * to noise. Loaded with its panel.
 */
import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../ml/config.ts';
import { randomStream } from '../ml/random.ts';
import type { NoiseChoice, NoiseLevels, Pictures } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import type { Forward, ForwardState } from './types/paint.ts';

export type { Forward, ForwardState } from './types/paint.ts';

export type { NoiseChoice, NoiseLevels };

/** The schedule that a run of this experiment is trained with, as the visitor's starting point. */
export const choiceOf = ({ betaSchedule, zeroTerminalSnr }: Experiment): NoiseChoice => ({
  betaSchedule,
  betaStart: 0.0001,
  betaEnd: 0.02,
  zeroTerminalSnr,
});

export function createForward(context: StoreContext): Forward {
  const store = createStore<ForwardState>(() => ({ choice: null, levels: null }));
  /** The newest request wins. */
  let asked = 0;
  async function refresh(): Promise<void> {
    asked += 1;
    const mine = asked;
    await context.ready;
    try {
      const levels = await context.call.noiseLevels(store.getState().choice);
      if (mine === asked) store.setState({ levels });
    } catch (error) {
      if (mine === asked) context.get().notices.report(error);
    }
  }
  return {
    store,
    refresh,
    choose(choice) {
      store.setState({ choice });
      return refresh();
    },
  };
}

/**
 * Standard Gaussian noise for a picture, the same for the same seed; grey if the network's pictures
 * are. [height, width, 3]
 */
export function noiseFor({ width, height }: Pictures, isGrey: boolean, seed: number): Float32Array {
  const drawn = new Float32Array(width * height * (isGrey ? 1 : 3));
  randomStream(seed).fork('forward').normal(0, drawn);
  return isGrey ? Float32Array.from({ length: width * height * 3 }, (_, i) => drawn[Math.floor(i / 3)] ?? 0) : drawn;
}

/**
 * alpha x_0 + sigma noise, mixed as in training (Ho et al. 2020, eq. 4) and written over `into`:
 * bytes, clipped to the range of a picture.
 */
export function mixInto(into: Uint8Array, { rgb }: Pictures, noise: Float32Array, alpha: number, sigma: number): void {
  for (let i = 0; i < into.length; i++) {
    const value = alpha * ((rgb[i] ?? 0) / 127.5 - 1) + sigma * (noise[i] ?? 0);
    into[i] = Math.round(Math.min(1, Math.max(-1, value)) * 127.5 + 127.5);
  }
}

/**
 * Natural logarithm of the signal-to-noise ratio alpha^2 / sigma^2. The result is bounded where
 * sigma or alpha is 0.
 */
export const logSnr = (alpha: number, sigma: number): number =>
  Math.min(12, Math.max(-12, 2 * Math.log(Math.max(1e-12, alpha) / Math.max(1e-12, sigma))));
