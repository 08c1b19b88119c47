/** Words of notices and of the offer of a model. {{values}} come with the call. */
export const notices = {
  dismiss: 'Dismiss',
  times: '{{count}} times',
  more: '{{count}} more',
  /** What the lack of WebGPU costs in the current view, by the backend that replaces it. */
  slower: {
    webgl: {
      missing: 'WebGPU cannot be used here.',
      training: 'Training runs on WebGL, many times slower.',
      painting: 'Painting runs on WebGL and takes longer.',
      repairing: 'Repairing runs on WebGL and takes longer.',
    },
    cpu: {
      missing: 'Neither WebGPU nor WebGL can be used here.',
      training: 'Training runs on the CPU, many times slower.',
      painting: 'Painting runs on the CPU and takes longer.',
      repairing: 'Repairing runs on the CPU and takes longer.',
    },
  },
  newestOnly: 'Only the newest',
  autosave: 'A run of {{recipe}} from {{when}} is saved: step {{step}}, epoch {{epoch}}.',
  continueRun: 'Continue it',
  discardRun: 'Discard it',
  anotherRun: 'Another saved run',
  /** In place of `storage-full` and `storage-unavailable` where nothing can be exported. */
  runEnds: 'The run is not saved here: it is gone once this page is closed. Everything else works.',
  reset: 'Reset. The run had come to step {{step}}.',
  resetModel: 'Reset. The model that was open is no longer: the network begins with random weights.',
  takeBack: 'Take back',
  kept: 'A new engine is running. The run’s last save is missing, but Runs keeps a checkpoint of its step {{step}}.',
  openKept: 'Open step {{step}}',
  keptName: 'The kept run',
  lostEarly:
    'The GPU was lost again in the first steps of training: a batch of {{batchSize}} is probably too much for it. Train with a smaller one.',
  lostEarlyAtOne:
    'The GPU was lost again in the first steps of training, with one image a batch. Choose a recipe with a smaller network.',
  trainWithBatch: 'Train with a batch of {{batchSize}}',
  startAgain: 'Start it again',
  shardsMissing_one: '{{count}} file of training images could not be loaded: {{first}}.',
  shardsMissing_other: '{{count}} files of training images could not be loaded, among them {{first}}.',
  shardsCorrupt_one: '{{count}} file of training images is damaged: {{first}}.',
  shardsCorrupt_other: '{{count}} files of training images are damaged, among them {{first}}.',
  messages: {
    restarted: 'A new engine is running and goes on from step {{step}}.',
    restartedFresh: 'A new engine is running. Nothing had been saved yet, so the run begins again.',
    openedPlainly: 'So the page has opened with settings that work here.',
    gaveUp:
      'The engine has failed several times in a few minutes. Saved runs are kept: start it again, or export the run’s last save under Share.',
    renewed: 'This page has been renewed since you opened it. Reload it to go on with the saved run.',
    update:
      'A new version of this page is here. It takes over once every tab with this page is closed. You can also use it now; your run goes on.',
    linkApplied: 'The link’s experiment is set.',
    linkAfterReset: 'The link’s experiment is set; it applies with Reset.',
    linkBackend: 'The link also asks for another backend, which takes effect when the page starts: reload to use it.',
    imported: '{{name}} is open. Generate with it, or train it further.',
    importedToRepair: '{{name}} is open. Restore a picture with it, or train it further.',
    /** If the link leaves training out. */
    importedToUse: '{{name}} is open.',
    importedRun: '{{name}} is open. Its training goes on from step {{step}}.',
  },
  reload: 'Reload',
  update: 'Use it now',
};

export const modelOffer = {
  title: 'Open a model from the web?',
  what: 'The link asks for a model from {{host}}:',
  yours: 'A model from {{host}}:',
  after:
    'It is loaded into this tab only, checked before anything of it is used, and replaces the run on this page. {{host}} learns that you fetched it, as with any download.',
  before: 'First the page loads its description, a few kB: its files, their sizes and the licence. Then you decide.',
  look: 'Describe it',
  commit: 'Commit',
  licence: 'Licence',
  noLicence: 'its card does not say',
  together: 'Together',
  readyMade: {
    question: 'Open “{{name}}”?',
    opening: 'Opening “{{name}}”',
    preparing: 'preparing …',
    what: 'The link names a ready-made model of this page. It is checked before anything of it is used, and replaces the run on this page.',
  },
  accept: 'Load the model',
  again: 'Try again',
  decline: 'Not now',
  cancel: 'Cancel',
  progress: 'Model received',
  received: '{{received}} MB received',
  receivedOf: '{{received}} of {{total}} MB',
  opening: 'Everything has been received. The model is being prepared …',
};
