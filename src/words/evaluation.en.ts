/** Words of the looks at how well a diffusion network does. */
export const evaluation = {
  title: 'As it learns',
  about:
    'What the network makes of always the same noise, every so many steps: first colour, then composition, then things.',
  samples: 'Samples',
  samplesWhy: 'in few steps, with the averaged weights',
  empty: 'after the first step, and then every {{every}}',
  sample: 'Sample {{number}} after step {{step}}',
  earlier: 'Before',
  earlierWhy: 'the first two, after so many steps',
} as const;
