/** Words of the looks at how well a diffusion network does. */
export const evaluation = {
  title: 'As it learns',
  about:
    'Every so many steps: pictures sampled from always the same noise, and the loss on images that it never learns from, by how much noise they have.',
  samples: 'Samples',
  samplesWhy: 'in few steps, with the averaged weights',
  empty: 'the first come after step {{every}}',
  sample: 'Sample {{number}} after step {{step}}',
  earlier: 'Earlier samples, after so many steps',
  buckets: 'Loss by timestep',
  bucketsWhy: 'Where it still errs: the mean of each tenth of the timesteps, on images that it never learns from.',
  littleNoise: 'little noise',
  muchNoise: 'much noise',
  gradientNorm: 'Gradient norm, smoothed',
} as const;
