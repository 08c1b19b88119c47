import type { ErrorCode } from '../../ml/errors.ts';
import { conversionOfFolder, conversionOfRepository } from '../conversion.ts';

/** One sentence about the problem, and one about what to do. {{values}} come with the error. */
export const errors: Readonly<Record<ErrorCode, { readonly what: string; readonly remedy: string }>> = {
  'data-missing': {
    what: 'The training images are not there ({{file}}).',
    remedy: 'Run `npm run data` where the page is built, then reload.',
  },
  'data-unreachable': {
    what: '{{set}} is not on this device, and there is no network, or the page’s host does not answer.',
    remedy: 'Everything that you have used here before works without network. Try again once there is a connection.',
  },
  'data-host-unreachable': {
    what: '{{set}} is not on this device, and {{host}}, which has this page’s data sets, cannot be reached or does not allow this page to read its files; a browser does not tell which.',
    remedy: 'Check the connection. If it is your page: {{host}} must send Access-Control-Allow-Origin.',
  },
  'data-set-missing': {
    what: 'The required set of your own pictures ({{name}}) is not in this browser.',
    remedy: 'Add the same pictures again under Your own pictures, or choose another data set.',
  },
  'data-manifest-invalid': {
    what: 'The list of training images cannot be read: {{reason}}.',
    remedy: 'Run `npm run data` again.',
  },
  'data-shard-missing': {
    what: 'The file {{file}} could not be loaded.',
    remedy: 'Training goes on with the other images.',
  },
  'data-shard-corrupt': {
    what: 'The file {{file}} is damaged: {{reason}}.',
    remedy: 'Training goes on with the other images.',
  },
  'data-all-shards-failed': {
    what: 'None of the training images could be loaded.',
    remedy: 'Check the connection and reload.',
  },
  'data-no-images': {
    what: 'There is no image of the chosen classes.',
    remedy: 'Choose at least one class that the data has.',
  },
  'data-fewer': {
    what: 'This run began with {{images}} training images, and only {{all}} of them are there now.',
    remedy: 'To go on exactly, prepare the rest with `npm run data` and open the run again.',
  },
  'data-more': {
    what: 'This run began with {{images}} training images and goes on with them, although {{all}} are available now.',
    remedy: 'A new run begins with all of them.',
  },
  'image-none': {
    what: 'There is no picture file in what you brought.',
    remedy: 'Save the picture first, then choose, drop or paste the file.',
  },
  'image-empty': { what: 'The file {{name}} is empty.', remedy: 'Choose another picture.' },
  'image-not-an-image': {
    what: 'The file {{name}} is not a picture that can be read.',
    remedy: 'Use PNG, JPEG, WebP, AVIF, GIF, BMP or ICO.',
  },
  'image-too-large': {
    what: 'The picture {{name}} is too large ({{size}}).',
    remedy: 'Use one of at most {{limit}}.',
  },
  'image-svg': {
    what: '{{name}} is an SVG drawing, which can carry scripts.',
    remedy: 'Use PNG, JPEG, WebP, AVIF, GIF, BMP or ICO.',
  },
  'image-undecodable': {
    what: 'The picture {{name}} is damaged or cut short.',
    remedy: 'Save it again from its source, or choose another.',
  },
  'image-unsupported': {
    what: '{{name}} is a picture in the format {{format}}, which cannot be read here.',
    remedy: 'Save it as PNG or JPEG.',
  },
  'own-zip': {
    what: '{{name}} cannot be opened: {{reason}}.',
    remedy: 'Pack the pictures again as a .zip, or choose their folder.',
  },
  'own-sheet': {
    what: 'The grid does not fit {{name}}, which is {{size}} pixels.',
    remedy: 'Each tile must have at least 2 × 2 pixels, and there may be at most 100,000 of them.',
  },
  'own-too-few': {
    what: 'There are {{count}} different pictures; a set needs at least {{least}}.',
    remedy: 'Add more pictures. Exact copies count once.',
  },
  'own-too-large': {
    what: 'All these pictures together take more memory than a page should.',
    remedy: 'At this size it takes at most {{most}}: use fewer pictures, a smaller size, or grey.',
  },
  'own-too-many-classes': {
    what: 'There are {{count}} subfolders; a set may have at most {{most}} classes.',
    remedy: 'Switch off that subfolders are classes, or use fewer of them.',
  },
  'own-not-secure': {
    what: 'This page was loaded over an unprotected connection, so the browser does not let it identify pictures.',
    remedy: 'Open it over https, or from this computer (localhost).',
  },
  'own-canvas': {
    what: 'This browser changes what a page reads of a picture, as a protection against tracking.',
    remedy: 'Allow this page to read pictures (“canvas data”), or use another browser.',
  },
  'own-import-died': {
    what: 'Reading the pictures ended unexpectedly, perhaps for lack of memory.',
    remedy: 'Bring fewer pictures, or smaller ones.',
  },
  'own-no-room': {
    what: 'There is no room in this browser’s storage for these pictures: they take {{needed}}.',
    remedy: 'Delete a set that you do not need, or free some space on the disk.',
  },
  'own-not-kept': {
    what: 'This browser does not let the page keep pictures ({{reason}}).',
    remedy: 'Use an ordinary window rather than a private one, or another browser.',
  },
  'checkpoint-not-one': {
    what: '{{name}} is not a checkpoint.',
    remedy: 'Open a .zip that this page exported, or of a folder that diffusers saved.',
  },
  'checkpoint-too-large': { what: 'The checkpoint is larger than {{limit}}.', remedy: 'Open a smaller one.' },
  'checkpoint-file-missing': {
    what: 'The checkpoint lacks {{file}}.',
    remedy: 'Export, save or download it again, all of it.',
  },
  'checkpoint-invalid': {
    what: 'The checkpoint cannot be read: {{file}}: {{reason}}.',
    remedy: 'Export, save or download it again.',
  },
  'checkpoint-pickle': {
    what: 'The checkpoint holds its weights as a Python pickle ({{file}}), a file that can run any program when it is opened.',
    remedy: `Convert the folder DIR (with UNet2DModel where it has no model_index.json), and open the folder model as a .zip: ${conversionOfFolder}`,
  },
  'checkpoint-lfs-pointer': {
    what: '{{file}} is a Git LFS pointer, not the file itself.',
    remedy: 'Run git lfs pull, or download the file from its host.',
  },
  'checkpoint-web-page': {
    what: '{{file}} is a web page, not a model.',
    remedy: 'Check the address: it must lead to the files themselves.',
  },
  'checkpoint-tensor': {
    what: 'The checkpoint does not fit the network: {{tensor}}: {{reason}}.',
    remedy:
      'Its files disagree with each other: correct config.json, or add, remove or reshape this key of the weights.',
  },
  'checkpoint-no-half': {
    what: 'The weights cannot be saved in half precision: {{tensor}} holds {{value}}, and a half reaches {{largest}}.',
    remedy: 'Save the whole checkpoint instead.',
  },
  'checkpoint-recipe-unknown': {
    what: 'The checkpoint is of a recipe that is not known here: {{recipe}}.',
    remedy: 'Open one of another recipe.',
  },
  'checkpoint-notice': { what: 'About the checkpoint: {{reason}}.', remedy: '' },
  'model-unreachable': {
    what: '{{host}} cannot be reached, or does not allow other pages to read its files; a browser does not tell which.',
    remedy: 'Check the connection and the address; or download the files and open them as a checkpoint.',
  },
  'model-not-here': {
    what: '{{model}} is not on this device yet, and there is no network, or the page’s host does not answer.',
    remedy: 'Models that were opened here before work without network. Try again once there is a connection.',
  },
  'model-missing': {
    what: 'There is no model at {{address}}.',
    remedy: 'The address must be that of a .zip, or of a folder that holds model_index.json or config.json.',
  },
  'model-refused': {
    what: '{{host}} answers with an error ({{status}}).',
    remedy: 'Try again later; or download the files and open them as a checkpoint.',
  },
  'model-cut-short': {
    what: 'The connection to {{host}} broke off after {{received}}.',
    remedy: 'Check the connection and try again.',
  },
  'hub-unreachable': {
    what: '{{host}} cannot be reached.',
    remedy: 'Check the connection; or download the files elsewhere and open their folder.',
  },
  'hub-missing': {
    what: 'The hub has no open repository {{repository}}.',
    remedy: 'Check the spelling: owner/name. For a private one the command line takes a token (HF_TOKEN).',
  },
  'hub-revision': {
    what: '{{repository}} has no revision {{revision}}.',
    remedy: 'A revision is a branch, a tag, a commit, or a pull request such as refs/pr/1.',
  },
  'hub-gated': {
    what: '{{repository}} is open only to those who have accepted its terms on the hub.',
    remedy:
      'Accept them there, download the files and open them as a checkpoint; on the command line, a token of yours is enough (HF_TOKEN).',
  },
  'hub-token': { what: '{{host}} does not accept the token.', remedy: 'Set HF_TOKEN to a valid one, or unset it.' },
  'hub-busy': {
    what: '{{host}} has had too many requests from your network and asks for a pause.',
    remedy: 'Try again in {{minutes}} min.',
  },
  'hub-answer': {
    what: 'The answer of {{host}} is not that of a model hub ({{reason}}).',
    remedy: 'Try again later; or download the files and open them as a checkpoint.',
  },
  'hub-no-model': {
    what: 'There is no U-Net of diffusers in {{place}}: it has no config.json where one would be.',
    remedy: 'If it is in a folder of the repository, name that, too: hf:owner/name/folder.',
  },
  'hub-pickle': {
    what: '{{repository}} has its weights only as a Python pickle ({{file}}), a file that can run any program when it is opened.',
    remedy: `Convert them, and open the folder model as a .zip: ${conversionOfRepository}`,
  },
  'hub-pickle-converted': {
    what: '{{repository}} has its weights only as a Python pickle ({{file}}), a file that can run any program when it is opened.',
    remedy:
      'A pull request has them as safetensors; look on the hub who made it, as the owner has not taken it over, and open {{address}}.',
  },
  'hub-damaged': {
    what: '{{file}} differs from the file on the hub: {{reason}}.',
    remedy: 'Try again. Nothing of it has been used.',
  },
  'hub-not-secure': {
    what: 'This page was loaded over an unprotected connection, so the browser does not let it verify a model.',
    remedy: 'Open it over https, or from this computer (localhost).',
  },
  'scheduler-config': {
    what: 'The scheduler cannot run with {{field}} = {{value}}: {{reason}}.',
    remedy: 'Choose another scheduler, or change this field of its scheduler_config.json.',
  },
  'model-spoiled': {
    what: '{{file}} is missing here, or is not the file that its list names.',
    remedy: 'Reload the page and try again: the model may have been replaced a moment ago.',
  },
  'model-closed': {
    what: 'That model is not open any more.',
    remedy: 'Open it again.',
  },
  'lane-run-missing': {
    what: 'No checkpoint of that run is kept here.',
    remedy: 'Choose another network for the lane.',
  },
  'lane-run-classes': {
    what: 'That run knows {{its}} classes, and the run on show {{ours}}.',
    remedy: 'Choose a run on the same data set, or open it first.',
  },
  'lane-run-unfit': {
    what: 'That run makes other pictures than the run on show: {{its}} instead of {{ours}}.',
    remedy: 'Choose a run on the same data set, or open it first.',
  },
  'model-classes': {
    what: 'The model has learned {{classes}} classes, and these pictures have {{set}}.',
    remedy: 'Sort them into at most {{classes}} folders, or take them without classes.',
  },
  'model-config': {
    what: 'The network’s configuration cannot be run here: {{field}} is {{value}}.',
    remedy: 'Here it must be {{allowed}}.',
  },
  'value-invalid': { what: '{{name}}: {{value}} is not allowed.', remedy: 'It must be {{allowed}}.' },
  'webgpu-unavailable': {
    what: 'WebGPU, by which a page computes on the GPU, is missing here ({{reason}}).',
    remedy: 'A current Chrome, Edge, Safari or Firefox has it once hardware acceleration is switched on.',
  },
  'webgpu-missing': {
    what: 'There is no WebGPU here ({{reason}}).',
    remedy: 'Use a browser and a graphics driver that offer it, or choose another backend.',
  },
  'webgl-missing': {
    what: 'There is no WebGL here ({{reason}}).',
    remedy: 'Use a browser with hardware acceleration, or choose another backend.',
  },
  'half-precision-missing': {
    what: 'This device cannot store activations in half precision (WebGPU’s shader-f16), so they are stored in single precision.',
    remedy: 'Nothing else changes; a smaller batch takes less memory.',
  },
  'device-lost': {
    what: 'The GPU was lost ({{reason}}).',
    remedy: 'The page makes a new one and goes on from the last saved state.',
  },
  'out-of-memory': {
    what: 'There was not enough GPU memory for this.',
    remedy: 'Everything else goes on. Ask for fewer pictures, or close what else uses the GPU.',
  },
  'step-out-of-memory': {
    what: 'There is not enough GPU memory for a training step.',
    remedy: 'Batch {{batch}} needs about {{megabytes}} MB. The run is as it was before this step.',
  },
  'device-error': { what: 'The GPU reported an error: {{message}}.', remedy: 'Reset, or try a smaller batch.' },
  'worker-died': {
    what: 'The training process ended unexpectedly.',
    remedy: 'The page starts a new one and goes on from the last saved state.',
  },
  'part-missing': {
    what: 'A part of the page could not be loaded ({{part}}).',
    remedy: 'Check the connection and try again.',
  },
  'nothing-saved': {
    what: 'Nothing of this run has been saved yet.',
    remedy: 'Start the engine again, or reload the page.',
  },
  'storage-full': {
    what: 'There is no room left to save the run.',
    remedy: 'Export the checkpoint, or free some space in the browser.',
  },
  'storage-unavailable': {
    what: 'This browser does not let the page save the run ({{reason}}).',
    remedy: 'Export the checkpoint before you leave.',
  },
  'autosave-gone': {
    what: 'The saved run is no longer there.',
    remedy: 'It may have been removed in another tab.',
  },
  'not-finite': {
    what: 'The loss of step {{step}} is no longer a number: the run is at the last good step before it.',
    remedy: 'Lower the learning rate to train on from there, or reset.',
  },
  cancelled: { what: 'Cancelled.', remedy: '' },
  bug: {
    what: 'Something went wrong: “{{message}}”.',
    remedy: 'Reload the page; if it happens again, please report it.',
  },
};
