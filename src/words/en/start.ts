export const start = {
  title: 'Pictures out of noise',
  about: 'A small network takes the noise away, step by step, here on your device.',
  /** Without WebGPU. */
  aboutElsewhere: 'A small network takes the noise away, step by step.',
  loading: 'Fetching the network …',
  received: 'Fetching the network: {{received}} of {{total}} MB',
  opening: 'Getting the device ready …',
  painting: 'Denoising step {{step}} of {{steps}}: the picture that the network now sees in the noise.',
  done: 'Painted just now, here, in {{seconds}} s.',
  resting: 'Resting while training uses the device.',
  paused: 'Painting is stopped.',
  failed: 'The model cannot paint here at the moment.',
  again: 'Try again',
  class: 'What it paints',
  everyClass: 'each in turn',
  roll: 'Other noise',
  pause: 'Stop painting',
  resume: 'Go on painting',
  picture: '{{name}}, {{number}}',
  nothing: 'a picture that is still noise',
  model: 'A network of {{parameters}} parameters that has seen {{images}} images.',
  judged: 'A classifier named {{percent}} % of {{samples}} samples as asked.',
  sheet: 'Digits that this network has painted',
  withoutGpu: 'There is no WebGPU here, so these pictures were painted on another machine.',
  askedFor:
    'This link asks for backend={{value}}, so the GPU is left alone and these pictures were painted on another machine.',
  worksHere: 'Painting and repairing work here, too, more slowly.',
  paintHere: 'Paint here anyway',
  /** Beside the experiments. */
  trainsSlower: {
    webgl: 'Training works here on WebGL, many times slower.',
    cpu: 'Training works here on the CPU, many times slower. Learn estimates how long each recipe takes.',
  },
  useGpu: 'Use the GPU',
  helpTitle: 'Switch WebGPU on',
  help: {
    insecure: ['WebGPU needs a secure address: open this page by https, or from localhost.'],
    appleUpdate: ['Update to iOS or iPadOS 26: its browsers have WebGPU.'],
    safariUpdate: [
      'Safari has WebGPU from version 26 on: update macOS.',
      'Or take a current Chrome or Edge, which has it on every Mac.',
    ],
    chromeLinux: [
      'Open chrome://flags and switch on “Unsafe WebGPU Support” and “Vulkan”.',
      'Start the browser again.',
      'If it still is not there: chrome://gpu says why. A current graphics driver with Vulkan is needed.',
    ],
    chromeAndroid: [
      'Chrome has WebGPU on Android 12 and later, with most graphics chips.',
      'If yours is newer: open chrome://flags, switch on “Unsafe WebGPU Support”, and start Chrome again.',
    ],
    chromeUpdate: ['Update the browser: this version is older than its WebGPU.'],
    chromeAcceleration: [
      'Open chrome://settings/system (edge://settings/system in Edge) and switch on “Use graphics acceleration when available”.',
      'Start the browser again.',
      'If it still is not there: chrome://gpu says why. A new graphics driver often helps.',
    ],
    firefoxUpdate: ['Update Firefox: it has WebGPU from version 141 on Windows, and 145 on macOS.'],
    firefoxElsewhere: [
      'Firefox does not yet switch WebGPU on by default here.',
      'Open about:config, set dom.webgpu.enabled to true, and load this page again.',
      'Or take a current Chrome or Edge.',
    ],
    firefoxAcceleration: [
      'Open Settings, “Performance”, and switch on “Use hardware acceleration when available”.',
      'Start Firefox again. about:support says, under “Graphics”, what is missing.',
    ],
    otherBrowser: ['Take a current Chrome, Edge, Safari or Firefox, with hardware acceleration switched on.'],
  },
  doorsTitle: 'Train one yourself',
  /** Where nothing is trained. */
  openTitle: 'Open one of your own',
  doors: {
    digits: {
      name: 'Digits in a minute',
      slowName: 'Digits',
      about: 'Watch a network learn to write. This one shows results soonest.',
    },
    emoji: { name: 'Emoji', about: 'Faces, flags and signs in colour, from 1,900 drawings.' },
    cifar10: { name: 'Photographs (CIFAR-10)', about: 'Ten kinds of things in 32 x 32 pixels. Takes patience.' },
    own: { name: 'Your own pictures', about: 'A folder or a .zip of them. They never leave your device.' },
    article: {
      name: 'The article’s program',
      about:
        'This page began with an article that explains Stable Diffusion by a PyTorch program of four layers. Here it is, to the number. It takes noise off photographs; it cannot invent any.',
    },
    open: { name: 'Open a checkpoint', about: 'A .zip that was exported here, or a folder of diffusers in one.' },
  },
};
