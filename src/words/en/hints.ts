/** One line at a time, about what to look at next. */
export const hints = {
  label: 'What to look at next',
  close: 'No more hints',
  sent: 'Somebody trained {{recipe}} on {{set}}, seed {{seed}}. Press Train to repeat it here, from the same first weights.',
  train: 'Press Train to see a network learn this from nothing: it begins with random weights.',
  wait: 'The device is being prepared; the first step follows. The loss and the samples below begin with it.',
  scrub: 'Drag the slider below the samples: the same noise, from the first step of training to now.',
  paint: 'It has learned something by now. Ask it for pictures while it trains on.',
  generate: 'Press Generate: the network takes the noise away step by step.',
  answer: 'Press Generate: this network answers pure noise in one pass.',
  film: 'Drag the playhead to see how the noise became a picture.',
  fewSteps_one:
    'After {{count}} step of training this is still mostly noise. Train on: pictures take hundreds of steps.',
  fewSteps_other:
    'After {{count}} steps of training this is still mostly noise. Train on: pictures take hundreds of steps.',
  repair: 'The same network can clean a damaged picture.',
  restore: 'Press Restore: the network against a filter that has learned nothing.',
} as const;
