/** A network that answers and is not trained: a run's as it was at one moment, or a checkpoint's. */
import type { NetworkDescription } from '../ml/checkpoint/checkpoint.ts';
import { type Denoiser, unetDenoiser } from '../ml/diffusion/denoiser.ts';
import { createForwardProcess, type ForwardProcess } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { createArticleModel } from '../ml/models/article.ts';
import type { Model } from '../ml/models/model.ts';
import { createUNet2DModel } from '../ml/models/unet2d/index.ts';
import { networkFacts, requirePictures } from '../ml/networks.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';
import type { NetworkReport } from '../workers/protocol.ts';

export interface OnePassNetwork {
  readonly kind: 'one-pass';
  readonly model: Model;
  dispose(): void;
}

export interface DiffusionNetwork {
  readonly kind: 'diffusion';
  readonly denoiser: Denoiser;
  /** The noise levels that it was trained on. */
  readonly process: ForwardProcess;
  /** The scheduler_config.json that says so. */
  readonly scheduler: SchedulerConfig;
  dispose(): void;
}

export type FrozenNetwork = OnePassNetwork | DiffusionNetwork;

/** With numbers of its own. Throws `model-config` or `scheduler-config` for what cannot be run here. The caller's. */
export function openNetwork(description: NetworkDescription, source: ParameterSource): FrozenNetwork {
  if (description.kind === 'article') {
    const model = createArticleModel(source);
    return { kind: 'one-pass', model, dispose: () => model.dispose() };
  }
  requirePictures(description);
  const { config, scheduler } = description;
  const process = createForwardProcess(scheduler);
  const model = createUNet2DModel(config, source);
  const denoiser = unetDenoiser(model, process.prediction);
  return { kind: 'diffusion', denoiser, process, scheduler, dispose: () => model.dispose() };
}

export function networkReport(description: NetworkDescription, hasEma: boolean): NetworkReport {
  return { ...networkFacts(description), hasEma };
}
