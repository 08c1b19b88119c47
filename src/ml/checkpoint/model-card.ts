/** README.md of a checkpoint folder: what the network is, what it was trained on and how to open it, for people and for model hosts. */
import type { DataSetDescription } from '../data/description.ts';
import { type ShippedSet, shippedSet } from '../data/shipped-sets.ts';
import { networkShapes } from '../networks.ts';
import type { NetworkDescription } from './checkpoint.ts';
import type { TrainingProgress } from './training-state.ts';

type KnownSet = DataSetDescription | ShippedSet;

/** The same checkpoint gives the same text. */
export function modelCard(network: NetworkDescription, progress: TrainingProgress): string {
  const { experiment, dataSet, step, cursor } = progress;
  const set: KnownSet | undefined = dataSet ?? shippedSet(experiment.data);
  const lines = [
    '---',
    ...(network.kind === 'article' ? [] : ['library_name: diffusers']),
    'tags:',
    '  - diffusion-playground',
    '---',
    '',
    `# ${set ? nameOf(set) : experiment.data}, recipe ${experiment.recipe}, step ${english(step)}`,
    '',
    'Trained with Diffusion Playground. With `training_state.json` and `training_state.safetensors` the run goes on exactly.',
    '',
    '## Data',
    '',
    ...(set ? aboutSet(set) : [`- The set ${experiment.data}: nothing else of it is known.`]),
    ...(set && experiment.classes.length < set.classNames.length
      ? [
          `- Trained on these classes only: ${listed(experiment.classes.map((label) => set.classNames[label] ?? label))}`,
        ]
      : []),
    ...(experiment.horizontalFlip ? ['- Every picture is mirrored in half of the cases.'] : []),
    '',
    '## Network and training',
    '',
    `- ${network.kind === 'article' ? 'The four-layer denoising autoencoder of the article' : '`UNet2DModel` of diffusers'}, ${english(parametersOf(network))} parameters`,
    `- Recipe ${experiment.recipe}, seed ${experiment.seed}, ${experiment.batchSize} pictures a step`,
    `- ${english(step)} steps taken; the next is of epoch ${cursor.epoch + 1} of ${english(experiment.epochs)}`,
    '',
    '## How to open it',
    '',
    ...(network.kind === 'article' ? articleUse : unetUse(network, set)),
    '',
  ];
  return lines.join('\n');
}

const english = (number: number): string => number.toLocaleString('en');

/** A visitor may have called it anything: no part of it becomes a heading, a link or a picture. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\\`*_{}[\]<>()#+!|~&:]/g, '\\$&');

const nameOf = (set: KnownSet): string => plain('name' in set ? set.name : set.id);

const mostListed = 50;

function listed(names: readonly (string | number)[]): string {
  const shown = names.slice(0, mostListed).map((name) => plain(String(name)));
  return shown.join(', ') + (names.length > mostListed ? ` and ${names.length - mostListed} more` : '');
}

const colours = { 1: 'grey', 3: 'RGB', 4: 'RGB with alpha' } as const;

function aboutSet(set: KnownSet): readonly string[] {
  const { side, channels, classNames, counts, licence, source } = set;
  return [
    `- ${nameOf(set)} (\`${set.id}\`): ${side} x ${side} pixels, ${colours[channels]}; ${english(counts.train)} pictures to train on, ${english(counts.test)} held out`,
    classNames.length > 0 ? `- ${classNames.length} classes: ${listed(classNames)}` : '- No classes',
    ...(source === '' ? [] : [`- Source: ${plain(source)}`]),
    ...(licence === '' ? [] : [`- Licence of the pictures: ${plain(licence)}`]),
    ...('hash' in set ? [`- SHA-256 of pictures and labels: \`${set.hash}\``] : []),
  ];
}

function parametersOf(network: NetworkDescription): number {
  let count = 0;
  for (const shape of networkShapes(network).values()) count += shape.reduce((product, side) => product * side, 1);
  return count;
}

const articleUse = [
  'No class of diffusers is this network. In the page: Share, Open checkpoint. On the command line: `npm run sample -- --model FOLDER --out FILE.png`.',
  'The weights in `unet/` have the names and layouts of the article’s PyTorch program, which takes them with `load_state_dict`.',
];

function unetUse(
  { config }: Extract<NetworkDescription, { kind: 'unet2d' }>,
  set: KnownSet | undefined,
): readonly string[] {
  const { in_channels, sample_size, num_class_embeds } = config;
  const [side] = [sample_size].flat();
  const takesLabels = num_class_embeds !== null;
  const label = Math.min(3, Math.max(0, (set?.classNames.length ?? 0) - 1));
  const name = set?.classNames[label];
  const sampled = takesLabels
    ? [
        'unet, scheduler = pipeline.unet, pipeline.scheduler',
        'scheduler.set_timesteps(50)',
        `sample = torch.randn(1, ${in_channels}, ${side}, ${side})`,
        `labels = torch.tensor([${label}])${name === undefined ? '' : `  # ${name.replace(/[\p{Cc}\p{Zl}\p{Zp}`]+/gu, ' ')}`}`,
        'with torch.no_grad():',
        '    for t in scheduler.timesteps:',
        '        sample = scheduler.step(unet(sample, t, class_labels=labels).sample, t, sample).prev_sample',
        'picture = ((sample + 1) * 127.5).clamp(0, 255).byte()  # [1, channels, height, width]',
      ]
    : ['pipeline(num_inference_steps=50).images[0].save("sample.png")'];
  return [
    'In the page: Share, Open checkpoint. On the command line: `npm run sample -- --model FOLDER --out FILE.png`. In Python, with diffusers:',
    '',
    '```python',
    ...(takesLabels ? ['import torch'] : []),
    'from diffusers import DDPMPipeline',
    '',
    'pipeline = DDPMPipeline.from_pretrained("FOLDER")',
    ...sampled,
    '```',
    '',
    '`train.py`, where it is there, goes on training with diffusers and accelerate: `accelerate launch train.py --help`.',
  ];
}
