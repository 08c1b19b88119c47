/** Words of the Paint view, except those of Generate. {{values}} come with the call. */
export const paint = {
  tools: 'What to do with the network',
  cancel: 'Stop',
  run: 'this run',
  made: 'Network after step {{step}}',
  untrained: 'Not trained yet: this network paints noise.',
  picture: '{{name}}, picture {{number}}',
  waiting: 'waiting',
  painting: 'denoising step {{calls}} of {{total}}',
  lost: 'The GPU was lost in the middle of it. The pictures so far stay: start it again.',
  cancelled: 'stopped',
  failed: 'failed',
  calls_one: '{{count}} network call',
  calls_other: '{{count}} network calls',
  seconds: '{{seconds}} s',
  saveSheet: 'Contact sheet',
  race: {
    title: 'Race',
    about:
      'The same noise, painted in several ways at once. Lanes take turns, one step each, so a lane’s time is the time that the device spent on it. A lane that fails leaves the others alone.',
    action: 'Race',
    lane: 'Lane {{number}}',
    add: 'Add a lane',
    remove: 'Remove lane {{number}}',
    network: 'Network of lane {{number}}',
    scheduler: 'Scheduler of lane {{number}}',
    steps: 'Steps of lane {{number}}',
    weights: 'Weights of lane {{number}}',
    terms: 'What a lane is made of',
    networkTerm: 'Network',
    networkWhy:
      'Whose weights answer: this run’s, those of a run that Runs keeps, or of a model that ships with the page.',
    onlyEma: 'Averaged weights: a network from a file has no others.',
    onlyRaw: 'Raw weights: this network has no average.',
    stepsOf_one: '{{count}} step',
    stepsOf_other: '{{count}} steps',
    kept: '{{name}}, step {{step}}',
    unfit: '{{name}} (of another data set)',
    missing: 'a run that is not kept here',
    first: 'done first',
  },
  guidance: {
    title: 'Guidance',
    about:
      'The same noise at several guidances (Ho and Salimans 2022): 0 ignores the class, 1 is the plain answer with the class (no guidance in diffusers’ sense), more is more typical and less varied. At 0 and 1 one answer per step is enough. Every other value needs two; one network call computes both, with twice the work.',
    action: 'Compare',
    value: 'guidance {{value}}',
    needsClass: 'Choose a class first: guidance leads from the answer without a class to the answer with one.',
    noClasses: 'This network knows no classes, so there is nothing to guide it to.',
  },
  steps: {
    title: 'Steps',
    about:
      'The same noise in few denoising steps and in many. A network call is one pass through the network; Heun makes two per step, and guidance doubles the work of each.',
    action: 'Compare',
    value: '{{value}} steps',
  },
  /** Where the settings that it changes are shown. */
  pressToUse: 'Press a value to use it.',
  take: 'Take over {{value}}',
  taken: 'in use',
  walk: {
    title: 'Walk',
    about:
      'From the picture of one seed to that of another, and from one class to another. The noise of the first seed, a, turns into that of the second, b, at an even pace. The angle between them is θ, and on the way the noise is',
    /** On a line of its own, which breaks only before the plus. */
    formula: 'x\u00a0=\u00a0(sin((1\u00a0−\u00a0p)θ)\u00a0·\u00a0a + sin(pθ)\u00a0·\u00a0b)\u00a0/\u00a0sin\u00a0θ',
    after:
      'where p goes from 0 to 1 in equal steps (slerp: Shoemake 1985; Song et al. 2020, appendix D.5). Between two classes, the network’s own vectors are mixed. The ends are the pictures of the seeds, bit for bit.',
    action: 'Walk',
    from: 'From',
    to: 'To',
    sameClass: 'the same',
    plain:
      'A scheduler that draws fresh noise would make neighbours differ, so {{sampler}} is used, without fresh noise.',
    slider: 'Place on the walk',
    at: 'picture {{number}} of {{count}}',
    none: 'no walk yet',
    play: 'Play the walk',
    pause: 'Stop',
    current: 'Picture on the walk',
    frames: 'All pictures of the walk',
    fileName: 'walk',
    sheetTitle: 'A walk from seed {{from}} to seed {{to}}',
  },
  forward: {
    title: 'Into noise: timestep and noise schedule',
    about: {
      schedule:
        'What training does to a picture: at timestep t a part of the picture is left and the rest is noise. The noise schedule says how much, by one number for each timestep: ᾱ, the share of the picture’s variance that is left (in diffusers: alphas_cumprod).',
      flow: 'What training does to a picture: it mixes picture and noise along a straight line. The share of noise is s\u00a0=\u00a0t\u00a0/\u00a0{{count}}, where t is the timestep of the slider above; the share of the picture is 1\u00a0−\u00a0s.',
    },
    /** On a line of its own, which breaks only before a plus: x is the noisy picture. */
    formula: {
      schedule: 'x\u00a0=\u00a0√ᾱ\u00a0·\u00a0picture + √(1\u00a0−\u00a0ᾱ)\u00a0·\u00a0noise',
      flow: 'x\u00a0=\u00a0(1\u00a0−\u00a0s)\u00a0·\u00a0picture + s\u00a0·\u00a0noise',
    },
    after: {
      schedule:
        'Here x is the noisy picture (Ho et al. 2020, eq. 4). The network learns to answer at every timestep; sampling goes the way back.',
      flow: 'Here x is the noisy picture (Liu et al. 2022). The network learns to answer at every timestep; sampling goes the way back.',
    },
    timestep: 'Timestep',
    at: 'timestep {{timestep}} of {{count}}, {{symbol}} = {{value}}',
    play: 'Play into noise',
    pause: 'Stop',
    picture: 'Picture',
    noisy: 'With noise',
    none: 'No picture yet',
    share: 'Picture left, ᾱ',
    shareWhy:
      'The share of the picture’s variance that is left at a timestep: ᾱ, in diffusers alphas_cumprod. 1 is the picture itself, 0 is pure noise. The line marks the timestep above.',
    shareFlow: 'Picture left, 1 − s',
    shareFlowWhy:
      'How much of the mix is picture: 1 is the picture itself, 0 is pure noise. The line marks the timestep above.',
    logSnr: 'log SNR',
    logSnrWhy:
      'Logarithm of the signal-to-noise ratio: above 0 there is more picture than noise, below 0 more noise than picture. It is the same measure for every schedule.',
    shareCurve: '{{name}} by timestep, from {{first}} to {{last}}',
    trained: 'Shaded: where training draws its timesteps, more often where it is darker.',
    drag: 'Drag the first curve up or down: the last beta follows.',
    trainedEvenly: 'Shaded: training draws all timesteps equally often.',
    schedule: 'Noise schedule',
    ofTheRun: 'of this run',
    betaStart: 'First beta',
    betaEnd: 'Last beta',
    zero: 'End in pure noise',
    use: 'Train with it',
    useWhy: 'Sets the schedule of the next run; the range of betas stays 0.0001 to 0.02.',
    paint: 'Paint from here',
    otherSchedule:
      'The network can paint only with the noise schedule that it was trained with: choose “of this run” below.',
    painted: 'Painted',
    paintedFrom: 'Painted from timestep {{timestep}}',
    paintWhy:
      '“Paint from here” has the network remove the noise again, as if its own sampling had come this far (SDEdit, Meng et al. 2022). Much noise leaves the network free; little noise keeps the picture. Draw a scribble and see what it becomes.',
    draw: 'Draw a scribble',
    own: 'Your own picture …',
    ownWhy: 'Upload it under Repair; it comes here, too.',
    table: 'As a table',
  },
} as const;
