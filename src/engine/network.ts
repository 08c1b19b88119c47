/** A network that answers and is not trained: a run's as it was at one moment, or a checkpoint's. */
import type { NetworkDescription } from '../ml/checkpoint/checkpoint.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import type { PictureShape } from '../ml/data/description.ts';
import type { Denoiser } from '../ml/diffusion/denoiser.ts';
import type { ForwardProcess } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import { createArticleModel } from '../ml/models/article.ts';
import type { Model } from '../ml/models/model.ts';
import { articleFacts, type NetworkFacts, shapeOf, sized, type TrainingSet } from '../ml/network-facts.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';

export interface OnePassNetwork {
  readonly kind: 'one-pass';
  /** Of its pictures. */
  readonly shape: PictureShape;
  readonly model: Model;
  dispose(): void;
}

export interface DiffusionNetwork {
  readonly kind: 'diffusion';
  readonly shape: PictureShape;
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
  /** Of a size. */
  readonly description: NetworkDescription;
  readonly shape: PictureShape;
  readonly facts: NetworkFacts;
  /** Classes that it can be asked for; null where it knows none. */
  readonly classes: number | null;
  /** Whether it has never learned to answer without one. */
  readonly needsClass: boolean;
  /** With numbers of its own, at once. The caller's. */
  open(source: ParameterSource): FrozenNetwork;
}

// The article's network is here; what U-Nets and diffusion take is loaded for the first network that needs it.
const loadDiffusion = () => import('./diffusion-network.ts');

/** `set`: what the network learns from. Throws `model-config` or `scheduler-config` for what cannot be run here. */
export async function loadNetwork(described: NetworkDescription, set: TrainingSet): Promise<LoadedNetwork> {
  const description = sized(described, set);
  if (description.kind === 'unet2d') return (await loadDiffusion()).diffusionNetwork(description, set);
  const shape = shapeOf(description);
  return {
    description,
    shape,
    facts: articleFacts(shape),
    classes: null,
    needsClass: false,
    open: (source) => openArticle(shape, source),
  };
}

/** The network that this experiment trains where nothing is imported. */
export async function networkOf(experiment: Experiment, set: TrainingSet): Promise<NetworkDescription> {
  const { side, channels } = set;
  if (recipes[experiment.recipe].kind === 'one-pass') return { kind: 'article', shape: { side, channels } };
  return (await loadDiffusion()).describeNetwork(experiment, set);
}

function openArticle(shape: PictureShape, source: ParameterSource): OnePassNetwork {
  const model = createArticleModel(shape.channels, source);
  return { kind: 'one-pass', shape, model, dispose: () => model.dispose() };
}
