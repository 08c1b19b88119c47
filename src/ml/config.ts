/**
 * The configuration of a run, for all code outside of `ml`: data and types only; importing it loads
 * no network.
 */
export {
  allClassesOf,
  classNumber,
  type DataSetDescription,
  type DataSetFacts,
  type PictureShape,
} from './data/description.ts';
export { type ShippedSet, type ShippedSetName, shippedSet, shippedSetNames, shippedSets } from './data/shipped-sets.ts';
export * from './options.ts';
export * from './parameters.ts';
export { costOf, stepBytesOf } from './recipe-cost.ts';
export { milestoneOf } from './recipe-milestones.ts';
export { experimentOn, fineTuningRate, knowsClasses, suits, unetOn } from './recipe-on-set.ts';
export { optimizerOf, type Recipe, recipes } from './recipes.ts';
export { type SamplerName, samplerNames, samplerOfClass, samplers, samplersFor } from './samplers.ts';
export * from './settings.ts';
