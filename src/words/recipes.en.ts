import type { RecipeName } from '../ml/config.ts';

interface RecipeWords {
  readonly name: string;
  /** Numbers that are trained; `recipes.test.ts` counts them. */
  readonly size: string;
  readonly teaches: string;
  /** How long it takes and what comes of it. What was not measured is said to be an estimate. */
  readonly expect: string;
}

/** What each recipe teaches and what to expect of it, a line each. */
export const recipes = {
  article: {
    name: 'Article’s program',
    size: '0.27 M',
    teaches: 'A four-layer denoising autoencoder: the small program that an article explains Stable Diffusion with.',
    expect:
      'It cleans pictures and cannot invent any. Most is learned in two of its ten epochs: by estimate some minutes on a laptop’s GPU.',
  },
  quick: {
    name: 'Quick flow',
    size: '0.36 M',
    teaches:
      'The tiny U-Net, told what is in nine of ten pictures where the set says so, and trained on straight lines from picture to noise.',
    expect: 'Simple pictures soonest: by estimate, digits that can be read after a few hundred steps.',
  },
  tiny: {
    name: 'Tiny U-Net',
    size: '0.36 M',
    teaches:
      'The smallest network here that is a diffusion model: it takes noise off at every level of it, so that a sampler can begin with nothing else.',
    expect:
      'By estimate, patches of colour after a few minutes on a laptop’s GPU and rough shapes by the end; never sharp.',
  },
  small: {
    name: 'Small U-Net',
    size: '2.5 M',
    teaches: 'Seven times the weights, and attention at 16 × 16: what size and patience buy.',
    expect: 'By estimate, shapes after half an hour on a laptop’s GPU; all fifty epochs take hours.',
  },
  classes: {
    name: 'With classes',
    size: '2.5 M',
    teaches:
      'The small U-Net, told what is in nine of ten pictures: classifier-free guidance then draws samples towards the class you ask for.',
    expect:
      'By estimate as slow as the small U-Net: half an hour until classes begin to differ, hours for all fifty epochs.',
  },
  flow: {
    name: 'Rectified flow',
    size: '2.5 M',
    teaches:
      'The small U-Net, trained on straight lines from picture to noise, as newer models such as Stable Diffusion 3 are: fewer steps make a picture.',
    expect: 'By estimate as slow as the small U-Net: shapes after half an hour on a laptop’s GPU.',
  },
  'ddpm-cifar10': {
    name: 'DDPM, full size',
    size: '35.7 M',
    teaches:
      'The network of “Denoising Diffusion Probabilistic Models” (Ho et al. 2020) for CIFAR-10, as google/ddpm-cifar10-32 has it.',
    expect:
      'By estimate, days on a laptop’s GPU and gigabytes of its memory: take a smaller batch, a server’s GPU, or a checkpoint that is trained already.',
  },
} as const satisfies Readonly<Record<RecipeName, RecipeWords>>;
