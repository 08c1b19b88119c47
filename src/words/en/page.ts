/**
 * The words that the page needs at the start, including those of its first parts. The others load
 * with the parts that show them. {{values}} come with the call.
 */
import { about } from './about.ts';
import { choices } from './choices.ts';
import { dataSets } from './data-sets.ts';
import { evaluation } from './evaluation.ts';
import { hints } from './hints.ts';
import { parameters } from './parameters.ts';
import { recipes } from './recipes.ts';

export const page = {
  about,
  choices,
  dataSets,
  evaluation,
  hints,
  parameters,
  recipes,

  /** Names of the ready-made models. */
  modelNames: {
    digits: 'Digits',
    emoji: 'Emoji',
    cifar10: 'Small photographs',
    article: 'The network of the article',
  },

  /** Beside recipe and data set: the model that the run uses. */
  loadedModel: {
    untouched: '{{name}}, as it ships',
    trained: 'Goes on from “{{name}}”',
  },

  views: {
    label: 'Views',
    start: 'Start',
    learn: 'Learn',
    paint: 'Paint',
    repair: 'Repair',
    runs: 'Runs',
  },

  page: {
    help: 'Words and keys',
    whatIs: 'What is “{{term}}”?',
    name: 'Diffusion Playground',
    /** Between the items of a list. */
    comma: ', ',
    shortName: 'Diffusion',
    description: 'Train an image diffusion model in the browser, on your own GPU, with one button.',
    needsScript: 'This page trains a neural network on your own machine; that takes JavaScript.',
    notices: 'Notices',
    skip: 'Skip to the content',
    bench: 'How fast is my GPU?',
    whole: 'Open in {{name}}',
    tagline: 'Train an image diffusion model on your own GPU',
  },

  recipe: {
    label: 'Recipe',
    why: '{{teaches}} {{expect}}',
    about: '{{teaches}} {{expect}}',
    cost: '{{size}} M parameters. All epochs take about {{time}} {{where}}; a step about {{memory}}.',
    /** The basis of a time estimate. */
    where: {
      measured: 'on this device, at its speed so far',
      estimated: 'on a laptop’s GPU, by estimate',
      software: 'on a processor in place of a GPU, by rough estimate',
    },
    /** The same, in a following sentence. */
    likewise: { measured: 'on this device', estimated: 'by the same estimate', software: 'by the same estimate' },
    milestone: {
      digits: 'Digits can be read',
      emoji: 'Emoji can be recognized',
      cifar10: 'Photographs show what was asked for',
    },
    named:
      '{{seen}} after about {{time}} {{where}}: by then, after {{images}} images, a classifier named {{percent}} % of {{samples}} samples right, at guidance {{guidance}}.',
    unmeasured: 'How soon its pictures can be recognized has not been measured on this set with these settings.',
    time: {
      seconds_one: '{{count}} second',
      seconds_other: '{{count}} seconds',
      minutes_one: '{{count}} minute',
      minutes_other: '{{count}} minutes',
      hours_one: '{{count}} hour',
      hours_other: '{{count}} hours',
      days_one: '{{count}} day',
      days_other: '{{count}} days',
    },
    megabytes: '{{count}} MB',
    gigabytes: '{{count}} GB',
  },

  pending: {
    label: 'Another run is chosen',
    run: '{{recipe}} on {{set}}',
    training: '{{run}} is training.',
    there: 'The run is {{run}}.',
    chosen: 'You have chosen {{run}}.',
    switch: 'Switch to it',
    keep: 'Keep the run',
  },

  transport: {
    label: 'Training',
    train: 'Train',
    pause: 'Pause',
    resume: 'Resume',
    pausing: 'Pausing…',
    step: 'Step',
    reset: 'Reset',
    trainWhy: 'Learn from the training images, batch by batch, until the last epoch is done.',
    pauseWhy: 'Stop after the step in flight. Nothing is lost.',
    stepWhy: 'Take one step: one batch, one update of the weights.',
    resetWhy: 'Start again with the current parameters. A long run can be taken back.',
    phase: {
      starting: 'Starting the engine',
      restarting: 'Starting the engine again',
      'given-up': 'The engine is gone',
      ready: 'Ready',
      training: 'Training',
      waiting: 'Waiting for images',
      paused: 'Paused',
      finished: 'All epochs done',
      failed: 'Stopped by an error',
    },
  },

  numbers: {
    loss: 'Loss',
    step: 'Step',
    epoch: 'Epoch',
    epochOf: '{{epoch}} / {{epochs}}',
    speed: 'Images / s',
    left: 'Time left',
    none: '–',
  },

  device: {
    label: 'Runs on',
    starting: 'Looking for a GPU …',
    none: 'No engine',
    noData: 'No training images',
    noDataPhase: 'Nothing to train on',
    preparing: 'Preparing the GPU',
    preparingOf: '{{done}} of {{total}} programs',
    preparingPhase: 'Preparing: {{done}} of {{total}}',
    /** Replaces an adapter's name if there is none. */
    cpuAdapter: 'JavaScript on the CPU',
    offline: 'No network',
    backend: { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'CPU' },
    why: '{{adapter}}. Everything runs on your own machine; no picture and no number leaves it.',
    memory: 'A training step takes about {{megabytes}} MB of GPU memory.',
  },

  theme: {
    label: 'Colours: {{scheme}}',
    auto: 'as the system',
    light: 'light',
    dark: 'dark',
  },

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
    shardsFailed: '{{failed}} could not be loaded',
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
    outputWhy: { 'one-pass': 'what it makes of it', diffusion: 'the picture it sees in that' },
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

  boundary: {
    broken: 'This part of the page has stopped. The rest goes on.',
    missing: 'A part of the page could not be loaded. Check the connection and try again.',
    again: 'Try again',
  },

  parametersPanel: {
    title: 'Parameters',
    default: 'Default: {{value}}.',
    on: 'on',
    off: 'off',
    waits: '(applies with Reset)',
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
      diffusion:
        'Mean squared error of each batch, at every noise level; and, more steadily, on images that it never learns from.',
    },
    log: 'Log scale',
    smoothing: 'Smoothing',
    smoothingWhy:
      'How much of the past is in the smoothed loss: at 0.90 the newest step counts for a tenth. The losses of single steps jump about, because each batch has other images.',
    empty: {
      'one-pass': 'Press Train. The column “Answer” turns from grey into pictures, and the loss falls here.',
      diffusion: 'Press Train. The loss falls here, and the column “Answer” learns what is behind the noise.',
    },
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

  generate: {
    title: 'Generate',
    about: {
      'one-pass':
        'Pure noise in, one pass, an answer out: the article’s way. The network has learned to clean pictures, not to invent them, so expect a blurred average of all it has seen. A diffusion sampler takes many small steps instead.',
      diffusion:
        'Begin with pure noise and ask the network, step by step, which picture it sees. Each step goes a little of the way towards that picture, so the next answer is better.',
    },
    action: 'Generate',
    cancel: 'Cancel',
    anyClass: 'any',
    noise: 'Noise',
    noiseNumber: 'Noise {{number}}',
    sample: 'Answer',
    sampleNumber: 'Answer {{number}}',
    empty: 'The noise and the network’s answers appear here.',
    unfinished: 'The playhead goes back and forth over the steps so far.',
    from: 'Network after step {{step}}',
    fromUntrained: 'Network before the first step: random weights',
    fromImported: 'Network as imported, not trained further',
    stale: 'The network has learned since.',
    models: 'Ready-made models',
    savePng: 'Save PNG',
    fileName: 'generated',
    save: {
      sheet: 'Contact sheet',
      gif: 'GIF',
      webm: 'WebM',
      sheetTitle: 'From noise to picture',
      step: 'step {{step}}',
      result: 'result',
    },
    nearest: {
      action: 'Nearest training pictures',
      title: 'Nearest training pictures',
      about:
        'Each picture beside the one that is most like it, pixel by pixel, of the {{compared}} training pictures that are here. A small distance means that the network remembers rather than invents.',
      generated: 'Generated picture {{number}}',
      training: 'Training picture {{number}}',
      distance: 'distance {{distance}}',
    },
    film: {
      noisy: 'Noisy samples',
      noisyWhy: 'what the step goes out from',
      predicted: 'Predicted pictures',
      predictedWhy: 'what the network sees in them',
      noise: 'Noise',
      noiseWhy: 'what it began with',
      finished: 'Pictures',
      finishedWhy: 'what became of it',
      picture: '{{name}} {{number}}',
      enlarge: '{{name}} {{number}}: enlarge',
      large: 'Picture {{number}} of {{count}}',
      previous: 'Previous picture',
      next: 'Next picture',
      slow: 'Slow motion',
      step: 'Step',
      stepOf: '{{step}} / {{total}}',
      timestep: 'Timestep',
      scrubber: 'Denoising step',
      position: 'step {{step}} of {{total}}, timestep {{timestep}}',
      nothing: 'nothing generated yet',
      play: 'Play the film',
      pause: 'Pause the film',
      playWhy: 'From noise to picture once more. The playhead below goes to any step.',
      done_one: 'Done, in {{count}} step.',
      done_other: 'Done, in {{count}} steps.',
      cancelled: 'Stopped before the end.',
    },
  },

  restore: {
    dice: 'Another image',
  },

  model: {
    action: 'Model',
    ready: 'Networks that come with the page, to paint with, to train on, or to fine-tune on your own pictures.',
    choose: 'Choose one',
  },

  share: {
    title: 'Share',
    action: 'Share',
    link: 'Link to this experiment',
    which: 'What the link opens',
    ofRun: 'The run that is there: {{run}}',
    ofForm: 'What you have chosen: {{run}}',
    copy: 'Copy link',
    copied: 'Copied',
    send: 'Send …',
    qr: {
      show: 'QR code',
      label: 'QR code of the link',
      tooLong: 'The link is too long for a QR code that a phone can read from a screen.',
    },
    embed: {
      show: 'For a class, or a page of your own',
      copyAddress: 'Copy address',
      copyCode: 'Copy HTML',
      hide: 'Leave out',
      parts: {
        recipe: 'recipe and data set',
        views: 'the other views',
        parameters: 'parameters',
        share: 'Model and Share',
      },
      address: 'Address with these left out',
      code: 'HTML for your page',
      about: 'Shows this view alone, with its settings, Train and Reset.',
      aboutWithout: 'Shows this view alone, with Train and Reset and without its settings.',
    },
    promise:
      'Everybody who opens it gets the same initial weights, the same order of images and the same noise. The trained weights agree closely, not bit for bit: GPUs round differently.',
    settingsOnly:
      'The link carries the settings. This run began with weights from a checkpoint: they travel as the checkpoint file, below.',
    ownPictures:
      'Your own pictures are not in it: they never leave this device. The page asks everybody who opens it for the same pictures.',
    rateChanged: 'You changed the learning rate while it trained; the link carries the one it began with.',
    sendPng: 'Send PNG',
    sendGif: 'Send GIF',
    card: 'Run card',
    cardLater: 'The run card tells of the training: it is there after the first training step.',
    ownPicture: 'The link repairs a test picture: your own picture never leaves this device.',
    repairedPicture: 'The repaired picture itself is saved and sent below the table of Repair.',
    checkpoint: 'Checkpoint',
    checkpointAbout:
      'The weights and everything needed to go on training, as one .zip in the folder layout of diffusers. A U-Net opens there with from_pretrained, and its train.py goes on training it; the article’s network takes the weights with load_state_dict.',
    exportFile: 'Save checkpoint',
    exportWeights: 'Save weights only',
    savedRun: 'What is saved is the run on this page: {{recipe}}, step {{step}}.',
    weightsAbout:
      'Weights only: the network for sampling, in half precision, to pass on. It opens here and in diffusers; training cannot go on exactly from it.',
    importFile: 'Open checkpoint',
    address: 'Open a model from the web',
    addressAbout:
      'hf:owner/name of the Hugging Face hub, the address of its page there, or that of a checkpoint’s folder or .zip. Its description is shown before it is loaded.',
    addressWrong: 'It must be hf:owner/name, or begin with https://.',
    openAddress: 'Open',
    fileName: 'checkpoint',
    weightsFileName: 'weights',
  },

  dialog: {
    close: 'Close',
  },

  /** For a call that goes step by step. */
  pace: {
    preparing: 'Preparing the GPU for the first step …',
    first: 'Computing the first step …',
    soFar: '{{time}} so far',
    left: 'Step {{step}} of {{total}}, about {{time}} left',
    finishing: 'Step {{total}} of {{total}}: done in a moment',
    stopping: 'Stopping after this step …',
  },

  time: {
    seconds: '{{seconds}} s',
    minutes: '{{minutes}} min {{seconds}} s',
    hours: '{{hours}} h {{minutes}} min',
    days: 'over a day',
  },
};
