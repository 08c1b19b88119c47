/**
 * The coach's sentences. Screen readers announce only `title`, because the numbers in `text` change
 * during training.
 */
export const coach = {
  label: 'Coach',
  before: 'Comments on the curves come with the first steps.',
  nothing: 'The curves look as they should.',
  dismiss: 'Do not say this again in this run',
  setRate: 'Set the learning rate to {{rate}}',
  resetAtRate: 'Reset, with a learning rate of {{rate}}',
  noGradient: {
    title: 'Nothing is learned any more.',
    text: 'Since step {{step}} every gradient is zero: the weights have moved so far that the output no longer depends on the input. Only a new start helps.',
  },
  lossJumped: {
    title: 'The loss has jumped.',
    text: 'It was {{from}} after step {{step}} and is {{to}} now. A learning rate that is too high does that.',
  },
  rateTooLow: {
    title: 'The learning rate is low.',
    text: 'At {{rate}} this recipe learns much more slowly than at its own {{usual}}.',
  },
  memorizing: {
    title: 'The network begins to remember its pictures.',
    text: 'On new pictures the loss was lowest after step {{step}}; it is {{heldOut}} now, and {{training}} on those it trains on. Stop here, or learn from more pictures.',
  },
  memorizingFew: {
    title: 'The network begins to remember its pictures.',
    text: 'They are only {{pictures}}. On others the loss was lowest after step {{step}}; it is {{heldOut}} now, and {{training}} on its own. What it paints will look like them. More pictures help.',
  },
  waitingForData: {
    title: 'The GPU waits for pictures.',
    text: 'For {{percent}} % of the last half minute training waited for the network. It speeds up once the set has been downloaded.',
  },
  averageLags: {
    title: 'The averaged weights are still warming up.',
    text: 'Their loss is {{ema}}, that of the weights in training {{raw}}. Samples use the average and look worse than the trained weights would; this passes as training goes on.',
  },
  predictsPictures: {
    title: 'This U-Net predicts the picture itself.',
    text: 'With plain squared error such networks paint poorly: epsilon, v or flow do better.',
  },
  unusuallyHigh: {
    title: 'The loss is higher than usual.',
    text: 'Its mean over the last {{window}} steps is {{loss}} at step {{step}}; in a recorded run of this recipe on this set that mean was {{low}} to {{high}}.',
  },
  usual: {
    title: 'The loss is as usual.',
    text: 'Its mean over the last {{window}} steps is {{loss}} at step {{step}}; in a recorded run of this recipe on this set that mean was {{low}} to {{high}}.',
  },
  unusuallyLow: {
    title: 'The loss is lower than usual.',
    text: 'Its mean over the last {{window}} steps is {{loss}} at step {{step}}; in a recorded run of this recipe on this set that mean was {{low}} to {{high}}.',
  },
  software: {
    title: 'A processor does the work of a GPU here.',
    text: 'Training is many times slower than on a GPU. If this machine has one, the browser’s settings may keep it from pages.',
  },
};
