/**
 * The words that the page needs at the start, including those of its first parts. The others load
 * with the parts that show them. {{values}} come with the call.
 */
import { about } from './about.ts';
import { choices } from './choices.ts';
import { dataSets } from './data-sets.ts';
import { evaluation } from './evaluation.ts';
import { generate } from './generate-panel.ts';
import { hints } from './hints.ts';
import { learn } from './learn.ts';
import { parameters } from './parameters.ts';
import { recipes } from './recipes.ts';
import { share } from './share-panel.ts';

export const page = {
  about,
  choices,
  dataSets,
  evaluation,
  generate,
  hints,
  ...learn,
  parameters,
  recipes,
  share,

  /** Names of the ready-made models. */
  modelNames: {
    digits: 'Digits',
    emoji: 'Emoji',
    cifar10: 'Small photographs',
    article: 'The network of the article',
  },

  /** Beside recipe and data set: the model that the run uses. */
  loadedModel: {
    untouched: 'Ready-made model “{{name}}”, not trained further',
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
    about: 'About',
    howItWorks: 'How a network learns, and how a picture is made',
    version: 'Version {{version}}',
    whatIs: 'What is “{{term}}”?',
    name: 'Diffusion Playground',
    /** Between the items of a list. */
    comma: ', ',
    /** Separates the parts of a label, which is not a list. */
    clause: ', ',
    shortName: 'Diffusion',
    description: 'Train an image diffusion model in the browser, on your own GPU, with one button.',
    needsScript: 'This page trains a neural network on your own machine; that takes JavaScript.',
    sandboxed:
      'The sandbox of this frame keeps the page from its own files, so it cannot start. In the HTML around it, the frame needs sandbox="allow-scripts allow-same-origin".',
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
      carried: 'on this device, estimated from its speed in another run',
      estimated: 'on a laptop’s GPU, by estimate',
      webgl: 'on a GPU by WebGL, by rough estimate',
      software: 'on a processor in place of a GPU, by rough estimate',
    },
    /** The same, in a following sentence. */
    likewise: {
      measured: 'on this device',
      carried: 'by the same estimate',
      estimated: 'by the same estimate',
      webgl: 'by the same estimate',
      software: 'by the same estimate',
    },
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
    resetWhy:
      'Start again with the current parameters. A long run can be taken back, and so can a model that was opened.',
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

  language: {
    label: 'Language',
  },

  boundary: {
    broken: 'This part of the page has stopped. The rest goes on.',
    missing: 'A part of the page could not be loaded. Check the connection and try again.',
    again: 'Try again',
  },

  restore: {
    dice: 'Another image',
  },

  model: {
    action: 'Model',
    ready: 'Networks that come with the page, to paint with, to train on, or to fine-tune on your own pictures.',
    choose: 'Choose one',
  },

  dialog: {
    close: 'Close',
  },

  /** For a call that goes step by step. */
  pace: {
    preparing: 'Preparing the GPU for the first step …',
    first: 'Computing the first step …',
    soFar: '{{time}} so far',
    left: 'Denoising step {{step}} of {{total}}, about {{time}} left',
    finishing: 'Denoising step {{total}} of {{total}}: done in a moment',
    stopping: 'Stopping after this step …',
  },

  /** Before a press that takes long on this device. */
  cost: {
    steps_one: '{{count}} denoising step',
    steps_other: '{{count}} denoising steps',
    mostSteps_one: 'At most {{count}} denoising step',
    mostSteps_other: 'At most {{count}} denoising steps',
    about: '{{work}}, about {{time}} on this device.',
    unknown: '{{work}}. How long that takes on this device shows once it has begun.',
    quick: 'Quick version',
    inSteps: 'in {{steps}} steps',
    upToSteps: 'up to {{steps}} steps',
    inRounds: 'in {{steps}} steps, without repeating any',
    pictures_one: '{{count}} picture',
    pictures_other: '{{count}} pictures',
    picturesIn_one: '{{count}} picture in {{steps}} steps',
    picturesIn_other: '{{count}} pictures in {{steps}} steps',
    quickAbout: '{{what}}, about {{time}}',
  },

  time: {
    seconds: '{{seconds}} s',
    minutes: '{{minutes}} min {{seconds}} s',
    hours: '{{hours}} h {{minutes}} min',
    days: 'over a day',
  },
};
