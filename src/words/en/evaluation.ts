/** Words of the evaluations of a diffusion network. */
export const evaluation = {
  title: 'As it learns',
  about:
    'The same noise, sampled again as training goes on: patches appear first, then shapes, then things that can be recognized. Sampled in few denoising steps, with the averaged weights.',
  every: 'after steps 1, 25, 50, 100, and then every {{every}}',
  off: 'switched off: “Evaluate every” is 0',
  sample: 'Sample {{number}} after step {{step}}',
  slider: 'Samples over training',
  at: 'Step {{step}}',
  none: 'No samples yet',
  empty: 'Press Train. Pictures that the network makes from the same noise appear here, again and again as it learns.',
  leftOut: 'This link leaves training out, so nothing is learned here.',
  elsewhere: 'Paint and Repair work with the network as it is.',
  soon: 'The first samples follow the first step.',
  first: 'The first samples are being made, a part between every two steps of training. They come sooner if you pause.',
  resting: 'No samples of this run yet. They come soon after a pause, and again as it trains on.',
  play: 'Play from the first step to now',
  pause: 'Stop',
} as const;
