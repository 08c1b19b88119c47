import { shippedSets } from '../../src/ml/data/shipped-sets.ts';

/** All cases are of pictures of this shape. What is in them takes no time: they are noise, and nobody has to fetch the set to measure. */
export const benchSet = shippedSets.cifar10;
