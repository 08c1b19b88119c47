/**
 * For tests that need pictures of some shape, and for the golden values, which were computed for
 * CIFAR-10.
 */
import type { NetworkDescription } from '../network-description.ts';
import { type DataSetDescription, type PictureShape, pictureSize } from './description.ts';
import { shippedSets } from './shipped-sets.ts';

export const { cifar10 } = shippedSets;
export const imageShape: PictureShape = { side: cifar10.side, channels: cifar10.channels };
export const described: DataSetDescription = {
  ...cifar10,
  name: 'CIFAR-10',
  counts: { train: 50_000, test: 10_000 },
  hash: '0'.repeat(64),
};
export const imageBytes = pictureSize(cifar10);
export const setClasses = cifar10.classNames.length;
export const articleNetwork: NetworkDescription = { kind: 'article', shape: imageShape };
