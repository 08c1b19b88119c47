/** A network that answers and is not trained: a run's as it was at one moment, or a checkpoint's. */
import type { NetworkDescription } from '../ml/checkpoint/checkpoint.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import type { Denoiser } from '../ml/diffusion/denoiser.ts';
import type { ForwardProcess } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { createArticleModel } from '../ml/models/article.ts';
import type { Model } from '../ml/models/model.ts';
import { articleFacts, type NetworkFacts } from '../ml/network-facts.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';

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

/** A network of which everything is there but its numbers. */
export interface LoadedNetwork {
  readonly facts: NetworkFacts;
  /** With numbers of its own, at once. The caller's. */
  open(source: ParameterSource): FrozenNetwork;
}

// The article's network is here; what U-Nets and diffusion take is loaded for the first network that needs it.
const loadDiffusion = () => import('./diffusion-network.ts');

/** Throws `model-config` or `scheduler-config` for what cannot be run here. */
export async function loadNetwork(description: NetworkDescription): Promise<LoadedNetwork> {
  if (description.kind === 'article') return { facts: articleFacts(), open: openArticle };
  return (await loadDiffusion()).diffusionNetwork(description);
}

/** The network that this experiment trains where nothing is imported. */
export async function networkOf(experiment: Experiment): Promise<NetworkDescription> {
  if (recipes[experiment.recipe].kind === 'one-pass') return { kind: 'article' };
  return (await loadDiffusion()).describeNetwork(experiment);
}

function openArticle(source: ParameterSource): OnePassNetwork {
  const model = createArticleModel(source);
  return { kind: 'one-pass', model, dispose: () => model.dispose() };
}
