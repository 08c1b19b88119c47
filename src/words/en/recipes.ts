import type { RecipeName } from '../../ml/config.ts';

interface RecipeWords {
  readonly name: string;
  readonly teaches: string;
  /**
   * The result. Its time, size and memory are computed (`recipe-cost.ts`); when pictures become
   * recognizable is measured (`recipe-milestones.ts`).
   */
  readonly expect: string;
}

/** What each recipe teaches and what to expect of it, one line each. */
export const recipes = {
  article: {
    name: 'Article’s program',
    teaches:
      'This page began with an introductory article that explains Stable Diffusion by a small PyTorch program. Here is that program, reproduced to the number: a denoising autoencoder of four layers, to compare diffusion models with.',
    expect:
      'With its own settings it cleans noisy photographs, with some blur. It cannot invent pictures: from pure noise it makes a blurred average. It learns most in the first fifth of its epochs.',
  },
  quick: {
    name: 'Quick flow',
    teaches:
      'A flow: the tiny U-Net learns the direction of the straight line from a picture to noise, and sampling follows it back. If the set has classes, it is told the class of nine pictures in ten.',
    expect: 'Pictures that can be recognized soonest, of simple things first.',
  },
  tiny: {
    name: 'Tiny U-Net',
    teaches:
      'The smallest diffusion model here: it removes noise at every noise level, so a sampler can begin with pure noise.',
    expect: 'Patches of colour at first and rough shapes by the end; never sharp.',
  },
  small: {
    name: 'Small U-Net',
    teaches: 'Seven times the weights, and attention at 16 × 16: what more size and patience achieve.',
    expect: 'By estimate, shapes after the first tenth of its epochs.',
  },
  classes: {
    name: 'With classes',
    teaches:
      'The small U-Net, told the class of nine pictures in ten: classifier-free guidance then steers samples towards the class you choose.',
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
    expect:
      'Photographs that look like their class. The model that comes with the page was trained on 451,200 pictures.',
  },
  'ddpm-cifar10': {
    name: 'DDPM, full size',
    teaches:
      'The network of “Denoising Diffusion Probabilistic Models” (Ho et al. 2020) for CIFAR-10, as google/ddpm-cifar10-32 has it.',
    expect: 'Too much for most laptops: take a smaller batch, a server’s GPU, or a checkpoint that is trained already.',
  },
} as const satisfies Readonly<Record<RecipeName, RecipeWords>>;
