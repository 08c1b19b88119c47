/** The arguments of `npm run restore`. */
import { resolve } from 'node:path';
import { lookDefaults } from '../../src/ml/config.ts';
import { sideRange } from '../../src/ml/data/description.ts';
import { mostRepairSide, ownSize } from '../../src/ml/diffusion/parts.ts';
import { damageFacts, damageKinds, hasAmount } from '../../src/ml/diffusion/restore/damage-kinds.ts';
import type { Damage, DamageKind } from '../../src/ml/diffusion/restore/damages.ts';
import {
  firstMethod,
  type RepairSettings,
  repairDefaults,
  repairMethods,
  repairRanges,
  usedBy,
} from '../../src/ml/diffusion/restore/methods.ts';
import type { Pictures } from '../../src/workers/protocol.ts';
import {
  ArgumentError,
  choiceFlag,
  numberFlag,
  parameterFlag,
  readFlags,
  requiredFlag,
  wholeNumberFlag,
} from '../arguments.ts';
import { shippedModelsUsage } from '../model-folder.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';
import { fileToWrite } from '../output-file.ts';
import { maskOf, readPicture, readWholePicture } from '../picture-file.ts';

const { scratches, pixelation, downscaling } = damageFacts;
const { steps, strength, jump, resamples } = repairDefaults;

export const usage = `Usage: npm run restore -- --model DIR|hf:owner/name --image FILE --out FILE.png [options]

  --model DIR       a checkpoint folder, as \`npm run train -- --out DIR\` writes it;
                    ${shippedModelsUsage};
                    or a model of the Hugging Face hub, hf:owner/name[@revision][/folder], kept in .cache/models (HF_ENDPOINT, HF_TOKEN)
  --image FILE      any picture: its middle square, averaged down to the network's size (and to grey, where the network knows no colours), is the
                    original
  --size N|own      the middle square at N x N pixels, from the network's side to ${mostRepairSide}; own: the whole picture, at most ${mostRepairSide} pixels a side (a smaller one is
                    enlarged to the network's). A U-Net sees it in overlapping tiles, blended at every step; the article's network takes it as it is
  --damage NAME     ${damageKinds.join(', ')} (default noise; mask where --mask is given)
  --noise X         standard deviation of the noise, of a picture in [-1, 1] (default ${lookDefaults.restoreNoise}); with a mask, of the noise that replaces lost pixels
  --mask FILE       a picture, cropped and shrunk alike: where it is white, the pixel is lost; elsewhere nothing is damaged
  --amount N        scratches: how many (default ${scratches.amount.first}); pixelation: side of the squares (${pixelation.amount.first}); downscaling: how many times smaller (${downscaling.amount.first})
  --method NAME     ${repairMethods.join(', ')} (default: one-pass for noise and for networks that answer in one
                    pass, repaint for lost pixels, ddnm for the rest)
  --steps N         sdedit, repaint, ddnm: levels of noise on the way (default ${steps})
  --strength X      sdedit: how far into the noise, from 0 to 1 (default ${strength})
  --jump N          repaint, ddnm: every N levels that part of the way is gone again (default ${jump}) ...
  --resamples N     ... so often (default ${resamples}; 1: once)
  --class NAME      a class that the network knows, by name or number; --guidance X: how much it counts (default 1)
  --seed S          of the damage and of the noise that a method begins with (default ${lookDefaults.restoreSeed})
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out FILE.png    the restored picture
  --compare FILE    original, damaged and restored side by side
  --json            {"psnr_damaged", "psnr_restored", "ssim_damaged", "ssim_restored"} on stdout (null: infinite, the pictures are equal);
                    npm prints a banner there, too, which this leaves out: npm run --silent restore -- ... --json
`;

const flags = [
  ...['model', 'image', 'damage', 'noise', 'mask', 'amount', 'method', 'steps', 'strength', 'jump', 'resamples'],
  ...['size', 'class', 'guidance', 'seed', 'backend', 'out', 'compare'],
] as const;

export interface RestoreArguments {
  readonly model: string;
  /** A path, like the fields below. */
  readonly image: string;
  readonly mask: string | null;
  readonly out: string;
  readonly compare: string | null;
  readonly seed: number;
  readonly backend: NodeBackend;
  readonly json: boolean;
  readonly className: string | null;
  readonly guidance: number;
  /**
   * For a network with pictures of this side. Throws an `ArgumentError` if the requested size does
   * not fit it.
   */
  original(side: number): Promise<Pictures>;
  /** The damage for that original. */
  damage(original: Pictures): Promise<Damage>;
  /** The settings for this kind of network. */
  repair(network: 'one-pass' | 'diffusion'): RepairSettings;
}

/** Null if only help was requested. Throws an `ArgumentError`. */
export function readRestoreArguments(argv: readonly string[]): RestoreArguments | null {
  const { values, on } = readFlags(argv, flags, ['json', 'help']);
  if (on.has('help')) return null;
  const maskFile = values.get('mask');
  const mask = maskFile === undefined ? null : resolve(maskFile);
  const kind = choiceFlag(values, 'damage', damageKinds) ?? (mask === null ? 'noise' : 'mask');
  if ((kind === 'mask') !== (mask !== null)) {
    throw new ArgumentError(
      kind === 'mask'
        ? '--damage mask needs --mask: which pixels are lost.'
        : `--mask goes with --damage mask, not ${kind}.`,
    );
  }
  const noise = parameterFlag(values, 'restoreNoise') ?? lookDefaults.restoreNoise;
  const amount = amountOf(values, kind);
  const method = choiceFlag(values, 'method', repairMethods);
  const numbers = numbersOf(values);
  const compareFile = values.get('compare');
  const image = resolve(requiredFlag(values, 'image', 'the picture to restore'));
  const size = values.get('size') === 'own' ? 'own' : wholeNumberFlag(values, 'size', sideRange.min, mostRepairSide);
  return {
    model: requiredFlag(values, 'model', 'a checkpoint folder or a model of the hub'),
    image,
    out: fileToWrite('out', requiredFlag(values, 'out', 'the PNG file to write'), '.png'),
    mask,
    compare: compareFile === undefined ? null : fileToWrite('compare', compareFile, '.png'),
    seed: parameterFlag(values, 'restoreSeed') ?? lookDefaults.restoreSeed,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    json: on.has('json'),
    className: values.get('class') ?? null,
    guidance: parameterFlag(values, 'guidance') ?? 1,
    original: (side) => originalOf(image, size, side),
    damage: async (original) => damageOf(kind, noise, amount, mask, original, size === 'own'),
    repair: (network) => {
      const chosen = method ?? firstMethod({ kind }, network);
      const unused = (['steps', 'strength', 'jump', 'resamples'] as const).filter(
        (name) => values.has(name) && !usedBy[chosen].includes(name),
      );
      if (unused.length > 0) throw new ArgumentError(`--${unused[0]} means nothing to the method ${chosen}.`);
      return { method: chosen, ...numbers };
    },
  };
}

function amountOf(values: ReadonlyMap<string, string>, kind: DamageKind): number {
  if (hasAmount(kind)) {
    const { min, max, first } = damageFacts[kind].amount;
    return wholeNumberFlag(values, 'amount', min, max) ?? first;
  }
  if (values.has('amount')) throw new ArgumentError(`--amount means nothing to the damage ${kind}.`);
  return 0;
}

function numbersOf(values: ReadonlyMap<string, string>): Omit<RepairSettings, 'method'> {
  const whole = (name: 'steps' | 'jump' | 'resamples') =>
    wholeNumberFlag(values, name, repairRanges[name].min, repairRanges[name].max) ?? repairDefaults[name];
  const { min, max } = repairRanges.strength;
  return {
    steps: whole('steps'),
    strength: numberFlag(values, 'strength', min, max) ?? strength,
    jump: whole('jump'),
    resamples: whole('resamples'),
  };
}

/** `size`: a number of pixels a side, `own`, or null for the network's. */
async function originalOf(image: string, size: number | 'own' | null, side: number): Promise<Pictures> {
  if (size === 'own') {
    return readWholePicture(image, (own) => {
      const fitting = ownSize(own, side);
      if (fitting) return fitting;
      const is = `${own.width} x ${own.height}`;
      throw new ArgumentError(
        `${image} is ${is} pixels: with ${mostRepairSide} along its longer side the other is shorter than the network's ${side}.`,
      );
    });
  }
  if (size !== null && size < side) {
    throw new ArgumentError(`--size: "${size}" is less than the network's own ${side} pixels.`);
  }
  const square = size ?? side;
  return { count: 1, width: square, height: square, rgb: await readPicture(image, square) };
}

async function damageOf(
  kind: DamageKind,
  noise: number,
  amount: number,
  mask: string | null,
  { width, height }: Pictures,
  isWhole: boolean,
): Promise<Damage> {
  switch (kind) {
    case 'noise':
      return { kind, noise };
    case 'mask': {
      if (mask === null) return { kind, lost: new Uint8Array(width * height), noise };
      const rgb = isWhole
        ? (await readWholePicture(mask, () => ({ width, height }))).rgb
        : await readPicture(mask, width);
      return { kind, lost: Uint8Array.from(maskOf(rgb), Number), noise };
    }
    case 'scratches':
      return { kind, count: amount };
    case 'pixelation':
      return { kind, block: amount };
    case 'downscaling':
      return { kind, factor: amount };
    case 'grey':
      return { kind };
    default:
      return kind satisfies never;
  }
}
