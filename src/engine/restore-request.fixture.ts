/** A one-pass repair of pictures with noise, for tests of something else than repair. */
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
