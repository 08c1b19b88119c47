/** U-Nets that are sampled from step by step. Loaded with the first of them: see `loadNetwork`. */
import type { NetworkDescription } from '../ml/checkpoint/checkpoint.ts';
import { unetDenoiser } from '../ml/diffusion/denoiser.ts';
import { preconditioned } from '../ml/diffusion/preconditioning.ts';
import { createForwardProcess } from '../ml/diffusion/process.ts';
import { createUNet2DModel } from '../ml/models/unet2d/index.ts';
import { withReplayedForward } from '../ml/models/unet2d/replayed-forward.ts';
import { networkFacts, requirePictures } from '../ml/networks.ts';
import type { LoadedNetwork } from './network.ts';

export { describeNetwork } from '../ml/networks.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

/** Throws `model-config` or `scheduler-config` for what cannot be run here. */
export function diffusionNetwork(description: UNet2DDescription): LoadedNetwork {
  requirePictures(description);
  const { config, scheduler } = description;
  const process = createForwardProcess(scheduler);
  return {
    facts: networkFacts(description),
    open(source) {
      const model = withReplayedForward(preconditioned(createUNet2DModel(config, source), scheduler));
      const denoiser = unetDenoiser(model, process.prediction);
      return { kind: 'diffusion', denoiser, process, scheduler, dispose: () => model.dispose() };
    },
  };
}
