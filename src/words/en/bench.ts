/** The words of bench.html. */

interface CaseWords {
  /** On a small control. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
}

const cases = {
  article: {
    name: 'Article',
    title: 'Article’s program, one training step',
    about: 'The four-layer network: forward, backward, Adam.',
  },
  tiny: {
    name: 'Tiny U-Net',
    title: 'Tiny U-Net, one training step',
    about: 'Noise, forward, backward, AdamW and the average, at three levels of the picture.',
  },
  small: {
    name: 'Small U-Net',
    title: 'Small U-Net, one training step',
    about: 'The same, wider and deeper.',
  },
  'ddpm-cifar10': {
    name: 'DDPM CIFAR-10',
    title: 'DDPM for CIFAR-10, one training step',
    about: 'The published network of 35.7 million weights.',
  },
  ddim: {
    name: 'DDIM',
    title: 'Pictures from noise, by DDIM',
    about: 'The tiny U-Net asked once for every step.',
  },
  block: {
    name: 'ResNet block',
    title: 'One ResNet block, forward and backward',
    about: 'Normalization, activation and two convolutions: what every U-Net is made of.',
  },
} satisfies Readonly<Record<string, CaseWords>>;

const peers = {
  ours: 'Diffusion Playground',
  stock: 'Stock tfjs on WebGPU',
  webgl: 'Stock tfjs on WebGL',
  'jax-js': 'jax-js on WebGPU',
  'torch-cpu': 'PyTorch on the CPU',
  'torch-cuda': 'PyTorch on the GPU',
  'torch-compiled': 'PyTorch on the GPU, torch.compile',
};

/** The same in the middle of a sentence. */
const peersInSentence = {
  ...peers,
  ours: 'this page',
  stock: 'stock tfjs on WebGPU',
  webgl: 'stock tfjs on WebGL',
};

export const bench = {
  title: 'How fast is my GPU?',
  /** The document's title and description, for tabs and search results. */
  pageTitle: 'How fast is my GPU? – Diffusion Playground',
  description:
    'Training and sampling of image diffusion models, timed on your own GPU beside what else runs in a browser.',
  needsScript: 'This page times your GPU; that takes JavaScript.',
  tagline: 'Diffusion Playground’s training and sampling, timed on your own device beside what else runs in a browser.',
  back: 'To the playground',

  plan: {
    title: 'Measure',
    about:
      'Everybody takes turns on the same work, so that a device which slows down slows all of them. Nothing leaves your machine. Let this tab stay in front: browsers slow down what nobody sees.',
    cases: 'What is timed',
    peers: 'Who does it',
    size: 'How much',
    sizes: { full: 'As trained', quick: 'A little of it' },
    sizeAbout: {
      full: 'Full batches: with a GPU a minute or two, and seconds a step without one.',
      quick:
        'Two images at a time, and fewer steps: for phones and for machines without a GPU. It says less of a large GPU, which has nothing to do.',
    },
    start: 'Measure',
    again: 'Measure again',
    mine: 'Measure my GPU',
    cancel: 'Cancel',
    none: 'Choose at least one thing to time.',
  },

  progress: {
    label: 'Measuring',
    starting: 'Opening the GPU …',
    limits: 'What the adapter can do at best',
    first: '{{case}}: {{peer}}, for the first time',
    round: '{{case}}: {{peer}}, round {{round}} of {{rounds}}',
    done: 'Measured.',
    cancelled: 'Cancelled. What had been measured stays.',
    cancelling: 'Stops after the round in progress.',
  },

  failed: {
    /** After the sentence of an error: without WebGPU, and after any other. */
    noWebGPU: 'Try another browser, or update this one.',
    stopped: 'The measurement has stopped: try again with less.',
    link: 'The link carries no result that this page can read. It may have been cut short on its way; ask for it once more.',
  },

  adapter: {
    title: 'The device',
    shared: 'Measured by somebody on {{when}}, and shared by a link.',
    own: 'Measured on {{when}}.',
    name: 'Adapter',
    browser: 'Browser',
    features: 'Features in use',
    versions: 'Versions',
    none: 'none',
    limitsTitle: 'What it can do at best',
    fma: 'Multiply-adds in registers',
    gemm: 'Plain matrix product',
    copy: 'Copy',
    dispatch: 'An empty dispatch',
    gflops: '{{value}} GFLOP/s',
    gigabytes: '{{value}} GB/s',
    microseconds: '{{value}} µs',
  },

  case: cases,
  peer: peers,
  peerInSentence: peersInSentence,

  result: {
    /** Between the parts of a line. */
    clause: ', ',
    batch_one: '{{count}} image',
    batch_other: '{{count}} images',
    steps_one: '{{count}} step',
    steps_other: '{{count}} steps',
    who: 'Who',
    time: 'Time',
    compared: 'Compared',
    ofLimit: 'Of a plain matrix product’s rate',
    ms: '{{value}} ms',
    seconds: '{{value}} s',
    range: '{{low}} to {{high}}',
    oneRound: 'one round',
    times: '{{value}}×',
    percent: '{{value}} %',
    refused: 'no number: {{reason}}',
    faster: '{{ratio}} times as fast as {{peer}}',
    slower: '{{peer}} is {{ratio}} times as fast',
    alone: '{{rate}} images a second',
    explain:
      'Medians; below them the fastest and the slowest round. “Compared”: how many times as long it took as Diffusion Playground’s kernels.',
  },

  share: {
    title: 'Share the result',
    link: 'Link with the result',
    copyLink: 'Copy link',
    copyText: 'Copy as text',
    copied: 'Copied',
    download: 'Download JSON',
    fileName: 'gpu-bench',
    about: 'The link holds the numbers themselves: nothing is stored anywhere.',
    failed: 'The browser did not let the page copy; select the link instead.',
  },
};
