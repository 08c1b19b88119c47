/** Experiments for a class: what to do, and what to look at. What is said to happen was measured: docs/QUALITY.md, src/coach/recorded. */
export const tasks = {
  title: 'Questions for a class',
  about: 'Each opens the page with its settings. The address is a link that can be passed on.',
  open: 'Open these settings',
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
      'Agree to load the model, and press Generate at guidance 1.',
      'Generate with the same seed at 2, 4 and 8.',
      'Compare how clear each picture is, and how different the pictures are from each other.',
    ],
    look: 'A classifier named 75 % of the samples of one network right at guidance 1, 94 % at 2 and 98 % at 3. Meanwhile they grew alike: their spread fell from 1.23 times that of real digits to 0.93.',
  },
  steps: {
    question: 'How many steps does a sampler need?',
    steps: [
      'Agree to load the model, and generate in 2 steps.',
      'Generate from the same seed in 5, 10, 25 and 50 steps.',
      'From which number on does nothing change that you can see?',
    ],
    look: 'The time grows with the number of steps, and with guidance each step runs the network twice.',
  },
  prediction: {
    question: 'Noise or direction: what should a network be asked for?',
    steps: [
      'Train for 200 steps and look at “As it learns”.',
      'Choose the recipe “Quick flow” on the same set, press Reset and train for as many steps.',
      'Which one shows strokes first?',
    ],
    look: 'One network trained on 19,968 digits with AdamW. When it predicted the direction (flow), a classifier named 88 % of its digits right; when it predicted the noise (epsilon), 10 %, no more than chance. Noise takes longer to learn.',
  },
};
