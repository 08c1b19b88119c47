import type { ParameterKey } from '../ml/config.ts';

/** Label, and the reason that stands one hover or focus away. */
export const parameters = {
  seed: {
    label: 'Seed',
    why: 'The root of all chance in the run: initial weights, order of images, noise. The same seed gives the same run.',
  },
  batchSize: {
    label: 'Batch size',
    why: 'Images a step. More make each step steadier and slower; fewer make more steps of an epoch. 64 is the article’s.',
  },
  learningRate: {
    label: 'Learning rate',
    why: 'How far Adam moves the weights each step. Too large and the loss jumps about, too small and it creeps. May change while it trains.',
  },
  epochs: {
    label: 'Epochs',
    why: 'How often every training image is seen. The article stops after 10; most is learned in the first two.',
  },
  previewEvery: {
    label: 'Preview every',
    why: 'Steps between looks at the eight test images. Looking never changes training; it costs a little time.',
  },
  generateSeed: { label: 'Noise seed', why: 'Determines the noise that goes in. The same seed shows the same noise.' },
  generateCount: { label: 'Pictures', why: 'How many to make at once.' },
  restoreNoise: {
    label: 'Noise',
    why: 'Factor on Gaussian noise of standard deviation 1, added to the picture in [−1, 1]. The network learned at 1; the article restores at 0.5.',
  },
  restoreSeed: { label: 'Noise seed', why: 'Determines the noise that damages the picture.' },
  restoreImage: {
    label: 'Image',
    why: 'Number of the image in CIFAR-10’s test set, 0 to 9,999; the network never learns from these.',
  },
} as const satisfies Readonly<Record<ParameterKey, { readonly label: string; readonly why: string }>>;
