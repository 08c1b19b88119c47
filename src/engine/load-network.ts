/**
 * From a network's description to the network. The article's is here; U-Nets and diffusion are
 * loaded with the first of them.
 */
import { type Experiment, recipes } from '../ml/config.ts';
import type { PictureShape } from '../ml/data/description.ts';
import { createArticleModel } from '../ml/models/article.ts';
import { articleFacts, type NetworkDescription, shapeOf, sized, type TrainingSet } from '../ml/network-description.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';
import type { LoadedNetwork, OnePassNetwork } from './network.ts';

const loadDiffusion = () => import('./load-network.lazy.ts');

/**
 * `set`: the network's training set. Throws `model-config` or `scheduler-config` if it cannot run
 * here.
 */
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

/** The network that this experiment trains if none is imported. */
export async function networkOf(experiment: Experiment, set: TrainingSet): Promise<NetworkDescription> {
  const { side, channels } = set;
  if (recipes[experiment.recipe].kind === 'one-pass') return { kind: 'article', shape: { side, channels } };
  return (await loadDiffusion()).describeNetwork(experiment, set);
}

function openArticle(shape: PictureShape, source: ParameterSource): OnePassNetwork {
  const model = createArticleModel(shape.channels, source);
  return { kind: 'one-pass', shape, model, dispose: () => model.dispose() };
}
