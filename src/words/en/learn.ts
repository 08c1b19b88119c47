/** Words of the view Learn. {{values}} come with the call. */
export const learn = {
  data: {
    title: 'Data',
    sample: 'Training images',
    unnamed: 'Training image {{number}}',
    loading: 'The first images are on their way.',
    classes: 'Classes',
    classNumber: 'class {{number}}',
    classSearch: 'Search the classes',
    classesChosen: '{{chosen}} of {{count}} chosen',
    classesAll: 'Choose all',
    classesOnly_one: 'Only this one',
    classesOnly_other: 'Only these {{count}}',
    classesNone: 'No class is called that.',
    classesMore: '{{count}} more: search to see them.',
    missing: 'The training images are not here, so there is nothing to show and nothing to learn from.',
    shards: '{{images}} of {{total}} images loaded',
    shardsNone: 'No images loaded yet',
    shardsRest: 'the rest follow when training starts',
    shardsFailed_one: '{{count}} file could not be loaded',
    shardsFailed_other: '{{count}} files could not be loaded',
    shardsDone: 'All {{images}} images loaded',
    progress: 'Training images loaded',
    own: 'Your own pictures',
  },

  preview: {
    title: 'From noise to picture',
    about: {
      'one-pass': 'Test images the network never learns from, always with the same noise.',
      diffusion:
        'Test images the network never learns from, with little noise and with much: always the same noise at the same timesteps.',
    },
    clean: 'Clean',
    cleanWhy: { 'one-pass': 'what it should find', diffusion: 'what it should find' },
    noisy: 'Noisy',
    noisyWhy: { 'one-pass': 'what it sees', diffusion: 'what it sees at timestep t' },
    output: 'Answer',
    outputWhy: { 'one-pass': 'what it makes of it', diffusion: 'the picture it sees in the noise' },
    image: '{{stage}} {{number}} of {{count}}',
    timestep: 't = {{timestep}}',
    step: 'after step {{step}}',
    untrained: 'before the first step',
    off: 'switched off: “Preview every” is 0',
    imported: 'as imported, not trained further',
    networkLabel:
      'The network: a picture of {{side}} × {{side}} pixels and {{colours}} is folded to {{half}} × {{half}} with 64 features, to {{quarter}} × {{quarter}} with 128 features, and unfolded again.',
    channels: { grey: 'one shade', colour: '3 colours', alpha: '3 colours and transparency' },
    networkCaption: 'The network in between: four layers, {{weights}} weights',
    unetLabel:
      'The network, a U-Net of {{levels}} levels: down over sides of {{sides}} pixels, through the middle, and up again. Skip connections join the levels of equal side.',
    unetCaption: 'The U-Net in between; lines above are skip connections, dots attention',
    unetCaptionWeights: 'The U-Net in between, {{weights}} weights; lines above are skip connections, dots attention',
  },

  parametersPanel: {
    title: 'Parameters',
    default: 'Default: {{value}}.',
    on: 'on',
    off: 'off',
    waits: '(applies with Reset)',
    range: 'From {{min}} to {{max}}.',
    notAllowed: 'From {{min}} to {{max}}. It stays {{value}}.',
    notAllowedWhole: 'A whole number from {{min}} to {{max}}. It stays {{value}}.',
    dice: 'Another seed',
    undo: 'Take back',
    pending: 'Applies with Reset',
    more: 'More parameters',
    moreChanged: '(set otherwise than usual: {{names}})',
  },

  lossPanel: {
    title: 'Learning',
    about: {
      'one-pass': 'Mean squared error of each batch: how far the answer is from the clean picture.',
      diffusion: {
        mse: 'Mean squared error of each batch, at every noise level; and, more steadily, on images that it never learns from.',
        huber:
          'Huber loss of each batch, at every noise level; and, more steadily, on images that it never learns from.',
      },
    },
    log: 'Log scale',
    smoothing: 'Smoothing',
    smoothingWhy:
      'How much of the past is in the smoothed loss: at 0.90 the newest step counts for a tenth. The losses of single steps jump about, because each batch has other images.',
    empty: {
      'one-pass': 'Press Train. The column “Answer” turns from grey into pictures, and the loss falls here.',
      diffusion: 'Press Train. The loss falls here, and the column “Answer” learns what is behind the noise.',
    },
    leftOut: 'This link leaves training out, so there is no loss to show.',
    preparing:
      'Your GPU is being prepared, once for this network: {{done}} of {{total}} programs are compiled. The first step follows.',
    firstStep: 'The first step is on its way.',
    chart: 'Loss by step',
    chartWhy: {
      'one-pass':
        'Each step is the loss of one batch, and the smoothed line its running mean. A thin upright line ends an epoch; a dashed one with a number is where the learning rate was set to that number.',
      diffusion:
        'Each step is the loss of one batch, and the smoothed line its running mean. Held out is the loss on test images that the network never learns from, and EMA the same with the averaged weights. A thin upright line ends an epoch; a dashed one with a number is where the learning rate was set to that number.',
    },
    eachStep: 'Each step',
    smoothed: 'Smoothed',
    more: 'Loss by timestep and gradient norm',
    buckets: 'Loss by timestep',
    bucketsWhy: 'on held-out images, a tenth of the timesteps each',
    bucketsEmpty: 'on held-out images: the first evaluation fills it',
    bucketsHelp:
      'A timestep says how much noise an image has. Each bar is the loss at a tenth of them: with little noise on the left, with almost nothing else on the right. A high bar is where the network still errs most.',
    littleNoise: 'little noise',
    muchNoise: 'much noise',
    gradientNorm: 'Gradient norm',
    gradientNormWhy:
      'The length of the gradient over all weights, before it is clipped: how strongly a batch asks for a change. A spike is a batch that the network did not expect.',
    validation: 'Held out',
    validationEma: 'Held out, EMA',
    atStep: 'Step {{step}}',
    epochs: 'Last loss of each epoch, as the article prints it',
    epochLine: 'Epoch [{{epoch}}/{{epochs}}], Loss: {{loss}}',
    epochsNone: 'Appears when the first epoch is done.',
  },
};
