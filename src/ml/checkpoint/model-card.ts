/**
 * README.md of a checkpoint folder, for people and for model hosts: what the network is, what it
 * was trained on and how to open it.
 */

import { version } from '../../version.ts';
import type { DataSetDescription } from '../data/description.ts';
import { type ShippedSet, shippedSet } from '../data/shipped-sets.ts';
import { networkShapes } from '../network-description.lazy.ts';
import { type NetworkDescription, shapeOf, sized } from '../network-description.ts';
import { huberDelta, type LossName } from '../options.ts';
import { optimizerOf } from '../recipes.ts';
import type { BasedOn } from './based-on.ts';
import type { ModelCard } from './card.ts';
import { dataSetFromJson } from './data-set-json.ts';
import type { TrainingProgress } from './training-state.ts';

type KnownSet = DataSetDescription | ShippedSet;

/** A run with its training, or a shared network. */
type About = { readonly progress: TrainingProgress } | { readonly card: ModelCard };

/** The same checkpoint gives the same text. */
export function modelCard(network: NetworkDescription, about: About): string {
  const { set, title, intro, facts, more, head } = 'card' in about ? shared(about.card) : inTraining(about.progress);
  const lines = [
    '---',
    ...(network.kind === 'article' ? [] : ['library_name: diffusers']),
    ...head,
    'tags:',
    '  - diffusion-playground',
    '---',
    '',
    `# ${title}`,
    '',
    ...intro,
    '',
    '## Data',
    '',
    ...(set ? aboutSet(set) : ['- Nothing is known of the pictures.']),
    ...(set ? converted(set, network) : []),
    ...facts.set,
    '',
    '## Network and training',
    '',
    `- ${network.kind === 'article' ? 'The four-layer denoising autoencoder of the article' : '`UNet2DModel` of diffusers'}, ${english(parametersOf(network))} parameters`,
    ...facts.training,
    '',
    ...more,
    '## How to open it',
    '',
    ...(network.kind === 'article' ? articleUse : unetUse(network, set)),
    '',
    ...('card' in about || network.kind === 'article' ? [] : trainProgramUse),
  ];
  return lines.join('\n');
}

interface Parts {
  readonly set: KnownSet | undefined;
  readonly title: string;
  readonly intro: readonly string[];
  readonly facts: { readonly set: readonly string[]; readonly training: readonly string[] };
  /** Sections between the one on training and the one on opening it. */
  readonly more: readonly string[];
  /** Lines of the front matter. */
  readonly head: readonly string[];
}

/** The mean squared error is the usual loss, and goes without saying. */
const lossLines: Readonly<Record<LossName, readonly string[]>> = {
  mse: [],
  huber: [`- Huber loss, delta ${huberDelta}, instead of the mean squared error`],
};

function inTraining({ experiment, dataSet, step, cursor, basedOn }: TrainingProgress): Parts {
  const set: KnownSet | undefined = dataSet ?? shippedSet(experiment.data);
  const some = set && experiment.classes.length < set.classNames.length;
  return {
    set,
    head: [],
    title: `${set ? nameOf(set) : experiment.data}, recipe ${experiment.recipe}, step ${english(step)}`,
    intro: [
      `Trained with Diffusion Playground ${version}. With \`training_state.json\` and \`training_state.safetensors\` the run goes on exactly.`,
    ],
    facts: {
      set: [
        ...(some
          ? [
              `- Trained on these classes only: ${listed(experiment.classes.map((label) => set.classNames[label] ?? label))}`,
            ]
          : []),
        ...(experiment.horizontalFlip ? ['- Every picture is mirrored in half of the cases.'] : []),
      ],
      training: [
        `- Recipe ${experiment.recipe}, seed ${experiment.seed}, ${experiment.batchSize} pictures a step`,
        ...(experiment.noiseDraws > 1
          ? [
              `- Each picture got the nearest of ${experiment.noiseDraws} draws of noise (immiscible diffusion, arXiv 2505.18521)`,
            ]
          : []),
        ...lossLines[experiment.loss],
        ...(optimizerOf(experiment) === 'muon'
          ? ['- The matrices of the hidden layers by Muon (Jordan et al. 2024), the other weights by AdamW']
          : []),
        `- ${english(step)} steps taken; the next is of epoch ${cursor.epoch + 1} of ${english(experiment.epochs)}`,
        ...beganWith(basedOn),
      ],
    },
    more: [],
  };
}

function shared(card: ModelCard): Parts {
  const { name, dataSet, recipe, training, judge, restoration, freshEyes, sheet, licence, basedOn } = card;
  const set = dataSetFromJson(dataSet);
  const { images, steps, seconds, machine, program } = training;
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const time = seconds === null ? '' : ` in ${english(Math.max(1, Math.round(seconds / 60)))} minutes`;
  const judged = judge && [
    `- ${english(judge.samples)} samples, guidance ${judge.guidance}, ${judge.steps} steps, seed ${judge.seed}`,
    ...(judge.classAccuracy === null
      ? []
      : [
          `- Named as asked: ${percent(judge.classAccuracy)}, by a classifier${ofClassifier(judge.classifierAccuracy)}`,
        ]),
    ...(judge.frechet === null
      ? []
      : [
          `- Frechet distance to the test pictures, in the classifier’s features: ${judge.frechet.toFixed(2)}${judge.frechetOfTrainingPictures === null ? '' : ` (of as many training pictures: ${judge.frechetOfTrainingPictures.toFixed(2)})`}`,
        ]),
    ...(judge.nearTraining === null
      ? []
      : [
          `- ${english(judge.nearTraining)} of the samples are closer to a training picture than 99 % of the test pictures are`,
        ]),
    `- ${plain(judge.date)}: \`${judge.command.replaceAll('`', '')}\``,
  ];
  return {
    set,
    head: isLicenceId.test(licence) ? [`license: ${licence.toLowerCase()}`] : [],
    title: `${name}: ${nameOf(set)}, recipe ${recipe}`,
    intro: [
      'Trained with Diffusion Playground. The weights are those to sample with, averaged where training averages, in half precision.',
      ...(sheet
        ? ['', '![Samples](sheet.png)', '', restoration ? restorationSentence(restoration.noise) : sheetSentence(sheet)]
        : []),
    ],
    facts: {
      set: [],
      training: [
        `- Recipe ${recipe}: ${english(steps)} steps, ${english(images)} pictures seen${time}`,
        `- Program: ${plain(program)}${machine === null ? '' : `; machine: ${plain(machine)}`}`,
        ...beganWith(basedOn),
        ...(licence === '' ? [] : [`- Licence of the weights: ${plain(licence)}`]),
      ],
    },
    more: [
      ...(judged || restoration || freshEyes ? ['## How good it is', ''] : []),
      ...(judged ?? []),
      ...(restoration ? restorationTable(restoration) : []),
      ...(freshEyes
        ? [`- Samples named right at first sight, without their labels: ${freshEyes.named} of ${freshEyes.of}`]
        : []),
      ...(judged || restoration || freshEyes ? [''] : []),
    ],
  };
}

/** One line for each model that the weights began with, newest first. */
function beganWith(models: BasedOn = []): readonly string[] {
  return models.map(({ name, data_set, licence }, i) => {
    const set = data_set === '' ? '' : `, trained on ${plain(data_set)}`;
    const terms = licence === '' ? 'which names no licence' : `licence ${plain(licence)}`;
    return `- ${i === 0 ? 'The weights began' : 'That model began'} with those of the model ${plain(name)}${set}; ${terms}`;
  });
}

/** The form of a licence that the front matter of a model card accepts. */
const isLicenceId = /^[\w.-]+$/;

const ofClassifier = (accuracy: number | null): string =>
  accuracy === null ? '' : ` that names ${(100 * accuracy).toFixed(1)} % of the test pictures right`;

function sheetSentence({ seed, steps, guidance, ofARow, byClass }: NonNullable<ModelCard['sheet']>): string {
  const which = byClass ? `The first ${ofARow} samples of each class, a row a class` : 'The first samples';
  const firstSeed = seed === 0 ? 'n' : `${seed} + n`;
  return `${which}, none of them chosen: ${steps} steps, guidance ${guidance}. Row n, counted from 0, has the noise of seed ${firstSeed}.`;
}

const restorationSentence = (noise: number): string =>
  `In rows of three: the first test pictures, the same with Gaussian noise of standard deviation ${noise} on [-1, 1], and what the network makes of them in one pass. The last two rows: pure noise, and what it makes of that. None of them was chosen.`;

function restorationTable({ pictures, noise, ...means }: NonNullable<ModelCard['restoration']>): readonly string[] {
  const row = (name: string, { psnr, ssim }: { readonly psnr: number; readonly ssim: number }) =>
    `| ${name} | ${psnr.toFixed(1)} dB | ${ssim.toFixed(3)} |`;
  return [
    `Means over the first ${english(pictures)} test pictures with Gaussian noise of standard deviation ${noise}, clamped as a picture holds it:`,
    '',
    '| | PSNR | SSIM |',
    '|---|--:|--:|',
    row('damaged', means.damaged),
    row('restored by the network', means.restored),
    row('restored by a bilateral filter', means.bilateral),
  ];
}

const english = (number: number): string => number.toLocaleString('en');

/** A visitor may choose any name: no part of it may become a heading, a link or a picture. */
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

/** A network from elsewhere may take other pictures than the set has. */
function converted(set: KnownSet, network: NetworkDescription): readonly string[] {
  const { side, channels } = shapeOf(sized(network, set));
  if (side === set.side && channels === set.channels) return [];
  return [
    `- The network takes ${side} x ${side} pixels, ${colours[channels]}: every picture was resized and converted to that`,
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
  ];
}

const trainProgramUse = [
  '`train.py`, where it is there, goes on training with diffusers and accelerate: `accelerate launch train.py --help`.',
  '',
];
