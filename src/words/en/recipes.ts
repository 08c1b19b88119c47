import type { RecipeName } from '../../ml/config.ts';

interface RecipeWords {
  readonly name: string;
  readonly teaches: string;
  /** What comes of it. How long it takes, how large it is and what memory it needs is computed (`recipe-cost.ts`); when pictures can be recognized is measured (`recipe-milestones.ts`). */
  readonly expect: string;
}

/** What each recipe teaches and what to expect of it, a line each. */
export const recipes = {
  article: {
    name: 'Article’s program',
    teaches:
      'A four-layer denoising autoencoder: the small PyTorch program that an article explains Stable Diffusion with, reproduced to the number.',
    expect:
      'As it is set, it cleans noisy photographs, with some blur. It cannot invent any: of nothing but noise it makes a blurred average. Most is learned in the first fifth of its epochs.',
  },
  quick: {
    name: 'Quick flow',
    teaches:
      'The tiny U-Net, told what is in nine of ten pictures where the set says so, and trained on straight lines from picture to noise.',
    expect: 'Pictures that can be recognized soonest, of simple things first.',
  },
  tiny: {
    name: 'Tiny U-Net',
    teaches:
      'The smallest network here that is a diffusion model: it takes noise off at every level of it, so that a sampler can begin with nothing else.',
    expect: 'Patches of colour at first and rough shapes by the end; never sharp.',
  },
  small: {
    name: 'Small U-Net',
    teaches: 'Seven times the weights, and attention at 16 × 16: what size and patience buy.',
    expect: 'By estimate, shapes after the first tenth of its epochs.',
  },
  classes: {
    name: 'With classes',
    teaches:
      'The small U-Net, told what is in nine of ten pictures: classifier-free guidance then draws samples towards the class you ask for.',
    expect: 'As slow as the small U-Net: by estimate, classes begin to differ after the first tenth of its epochs.',
  },
  flow: {
    name: 'Rectified flow',
    teaches:
      'The small U-Net, trained on straight lines from picture to noise, as newer models such as Stable Diffusion 3 are: fewer steps make a picture.',
    expect: 'As slow as the small U-Net: by estimate, shapes after the first tenth of its epochs.',
  },
  large: {
    name: 'Large flow',
    teaches: 'Quick flow with twenty times the weights: what photographs need.',
    expect: 'Photographs that look like their class: the model that ships had seen 451,200 pictures.',
  },
  'ddpm-cifar10': {
    name: 'DDPM, full size',
    teaches:
      'The network of “Denoising Diffusion Probabilistic Models” (Ho et al. 2020) for CIFAR-10, as google/ddpm-cifar10-32 has it.',
    expect: 'Too much for most laptops: take a smaller batch, a server’s GPU, or a checkpoint that is trained already.',
  },
} as const satisfies Readonly<Record<RecipeName, RecipeWords>>;
