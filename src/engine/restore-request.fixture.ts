/** One pass over pictures with noise: what tests ask of `restore` that are about something else. */
import { repairDefaults } from '../ml/diffusion/restore/methods.ts';
import type { Pictures, RestoreRequest } from '../workers/protocol.ts';

export const restoreRequest = (original: Pictures, noise = 0.5, seed = 1): RestoreRequest => ({
  original,
  damage: { kind: 'noise', noise },
  seed,
  repair: repairDefaults,
  classIndex: null,
  guidance: 1,
});
