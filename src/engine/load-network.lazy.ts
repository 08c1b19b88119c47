/** U-Nets that are sampled step by step. Loaded with the first of them: see `loadNetwork`. */

import { unetDenoiser } from '../ml/diffusion/denoiser.ts';
import { preconditioned } from '../ml/diffusion/preconditioning.ts';
import { createForwardProcess } from '../ml/diffusion/process.ts';
import { classConditioning } from '../ml/models/unet2d/class-conditioning.ts';
import { createUNet2DModel } from '../ml/models/unet2d/index.ts';
import { withReplayedForward } from '../ml/models/unet2d/replayed-forward.ts';
import { networkFacts, requirePictures } from '../ml/network-description.lazy.ts';
import type { NetworkDescription } from '../ml/network-description.ts';
import { shapeOf, type TrainingSet } from '../ml/network-description.ts';
import type { LoadedNetwork } from './network.ts';

export { describeNetwork } from '../ml/network-description.lazy.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

/** Throws `model-config` or `scheduler-config` if it cannot run here. */
export function diffusionNetwork(description: UNet2DDescription, { classNames }: TrainingSet): LoadedNetwork {
  requirePictures(description);
  const { config, scheduler, noClass } = description;
  const conditioning = classConditioning(config, classNames.length, noClass);
  const classes = conditioning?.classes ?? null;
  const facts = networkFacts(description);
  const process = createForwardProcess(scheduler);
  const shape = shapeOf(description);
  return {
    description,
    shape,
    facts: { ...facts, knowsClasses: facts.knowsClasses && classes !== null },
    classes,
    needsClass: classes !== null && conditioning?.noClass === null,
    open(source) {
      const model = withReplayedForward(preconditioned(createUNet2DModel(config, source), scheduler));
      const denoiser = unetDenoiser(model, process.prediction, classNames.length, noClass);
      return { kind: 'diffusion', shape, denoiser, process, scheduler, dispose: () => model.dispose() };
    },
  };
}
