/**
 * Experiments for a class: what to do and what to look at. Each outcome that they predict was
 * measured: docs/QUALITY.md, src/coach/recorded.
 */
export const tasks = {
  title: 'Questions for a class',
  about:
    'Each opens its experiment in place of the current run, which Runs keeps. The address is a link that can be passed on.',
  open: 'Open this exercise',
  label: 'Exercise',
  expect: 'What to expect',
  close: 'Close the exercise',
  at: '{{number}} of {{count}}',
  previous: 'Previous step',
  next: 'Next step',
  modelMissing: 'This exercise needs the model “{{name}}”, which is not open.',
  openModel: 'Open it',
  rate: {
    question: 'Raise the learning rate. What happens?',
    steps: [
      'Press Train and wait for 100 steps. Note the loss.',
      'Set the learning rate to 1 while it trains. Look at the loss and at the column “Answer”.',
      'Set it back to 0.001. Does the network recover?',
      'Press Reset and try 0.01. Where is the border?',
    ],
    look: 'In a recorded run the loss fell to 0.05 and jumped to 1.2. All gradients were zero from then on: no later learning rate could change a weight.',
  },
  guidance: {
    question: 'What does guidance do to a picture, and to many pictures?',
    steps: [
      'Press Compare. The network paints eights from the same noise, at guidance 0 to 8.',
      'Go from the lowest guidance to the highest: how clear are the pictures?',
      'How different are the four pictures of one guidance from each other?',
      'Choose another class, press Compare, and look again.',
    ],
    look: 'A classifier named 75 % of the samples of one network right at guidance 1, 94 % at 2 and 98 % at 3. Meanwhile they grew alike: their spread fell from 1.23 times that of real digits to 0.93.',
  },
  steps: {
    question: 'How many steps does a sampler need?',
    steps: [
      'Press Compare. The network paints the same noise in 2 to 100 steps.',
      'From which number on does nothing change that you can see?',
      'Compare the times below the pictures: what do more steps cost?',
    ],
    look: 'The time grows with the number of steps. With guidance each step takes twice the work: one network call computes the answer with the class and the one without.',
  },
  prediction: {
    question: 'Noise or direction: what should a network be asked for?',
    steps: [
      'Press Train and wait for 250 steps. Look at “As it learns”.',
      'Choose the recipe “Quick flow”, press “Switch to it”, and train for as many steps.',
      'Which one shows strokes first?',
    ],
    look: 'One network trained on 19,968 digits with AdamW. When it predicted the direction (flow), a classifier named 88 % of its digits right; when it predicted the noise (epsilon), 10 %, no more than chance. Noise takes longer to learn.',
  },
};
