/** Words of the panel Share. {{values}} come with the call. */
export const share = {
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
    copyCode: 'Copy HTML',
    hide: 'Leave out',
    parts: {
      recipe: 'recipe and data set',
      training: 'training',
      views: 'the other views',
      tools: 'the other tools of Paint',
      parameters: 'parameters',
      share: 'Model and Share',
    },
    language: 'Language it opens in',
    ownLanguage: 'each reader’s own',
    code: 'HTML for your page',
    about: 'Shows this view alone, without what you left out.',
  },
  leavesOut: 'It leaves out: {{parts}}.',
  /** Where an exercise is open. */
  withTask: 'With the steps of the exercise “{{question}}”',
  taskLacks: 'They use what the link leaves out: {{parts}}.',
  /** Where the link leaves out training and names no model. */
  noModel:
    'Whoever opens it has no trained network and cannot train one: Generate paints noise. Open a ready-made model first, or leave training in. To send a network of your own, save its weights, put them on a web server, and open them from there, below.',
  promise:
    'Everybody who opens it gets the same initial weights, the same order of images and the same noise. The trained weights agree closely, not bit for bit: GPUs round differently.',
  /** Of an exercise whose model is not open, or has been trained further. */
  taskModel: 'The link opens the exercise from its beginning, with its own model. Your run is not in it.',
  settingsOnly:
    'The link carries the settings. This run began with weights from a checkpoint: they travel as the checkpoint file, below.',
  ownPictures:
    'Your own pictures are not in it: they never leave this device. The page asks everybody who opens it for the same pictures.',
  inLanguage: 'It opens in {{language}}, whatever language the browser of its reader asks for.',
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
};
