/**
 * Twemoji's drawings, rendered at 32 x 32 on white, without those that differ only by skin tone.
 * The classes are Unicode's groups, from a data-only package (72 kB; the alternative,
 * emojibase-data, has the same groups in 7 MB of translations).
 */
import sharp from 'sharp';
import { z } from 'zod';
import { splits } from '../../../src/ml/data/manifest.ts';
import { shippedSets } from '../../../src/ml/data/shipped-sets.ts';
import { DataFailure } from '../failure.ts';
import { readMembers, readMembersWhere } from '../tarball.ts';
import type { OpenedSet, PerSplit, PictureRun, SetRecipe } from './set.ts';

/**
 * Unicode's names of the groups, in the order of the classes. The group "Component" (skin tones,
 * hair) is not a class.
 */
const groups = [
  'Smileys & Emotion',
  'People & Body',
  'Animals & Nature',
  'Food & Drink',
  'Travel & Places',
  'Activities',
  'Objects',
  'Symbols',
  'Flags',
];

/** In each class, one of this many pictures is held out. */
const heldOut = 20;

export const emoji: SetRecipe = {
  facts: shippedSets.emoji,
  name: 'Twemoji',
  packages: [
    {
      name: '@twemoji/svg',
      version: '15.0.0',
      integrity: 'sha512-ZSPef2B6nBaYnfgdTbAy4jgW95o7pi2xPGwGCU+WMTxo7J6B1lMPTWwSq/wTuiMq+N0khQ90CcvYp1wFoQpo/w==',
      bytes: 1_547_134,
      localCopy: 'EMOJI_TARBALL',
    },
    {
      name: 'unicode-emoji-json',
      version: '0.9.0',
      integrity: 'sha512-HdrQW/7SdbXUsTd8uTATv7LvQJkCSgbAgRCDCtOhQ6xn3EAx+xZHQtRniOXWJK3ywIqPegkNhP4U4EbuFsiQng==',
      bytes: 71_855,
      localCopy: 'EMOJI_GROUPS_TARBALL',
    },
  ],
  images: { train: 1778, test: 92 },
  imagesPerShard: 1800,
  mosaic: { columns: 45, rows: 40 },
  truths: {
    firstLabels: { train: [5, 5, 7, 7, 7, 7, 7, 7, 7, 7], test: [7, 8, 8, 8, 8, 8, 8, 8, 8, 8] },
    perClass: {
      train: [158, 345, 149, 122, 207, 81, 248, 212, 256],
      test: [8, 18, 8, 6, 11, 4, 13, 11, 13],
    },
    firstImage: '1091d506b8355c13b760d26cfc7cdae51c1c34a90665a937ad58a39d17c24e56',
    statistics: { mean: [0.793, 0.7377, 0.6883], std: [0.2931, 0.2833, 0.3259] },
    hash: 'd4506cefca85837ecf5df41033df374f482e35258d65534dab44806a631129ca',
  },
  open,
};

interface Drawing {
  readonly file: string;
  readonly svg: Uint8Array;
  readonly label: number;
}

async function open(tarballs: readonly string[]): Promise<OpenedSet> {
  const [drawingsTarball = '', groupsTarball = ''] = tarballs;
  const labelOf = await readGroups(groupsTarball);
  const drawings: Drawing[] = [];
  for await (const { name, bytes } of readMembersWhere(drawingsTarball, (path) => path.endsWith('.svg'))) {
    const file = name.replace(/^.*\//, '');
    const label = labelOf.get(withoutVariation(file.replace('.svg', '')));
    if (label !== undefined) drawings.push({ file, svg: bytes, label });
  }
  drawings.sort((a, b) => (a.file < b.file ? -1 : 1));
  const bySplit = divided(drawings);
  async function* pictures(counts: PerSplit<number>): AsyncGenerator<PictureRun> {
    for (const split of splits) {
      yield { split, first: 0, images: await rendered(bySplit[split].slice(0, counts[split])) };
    }
  }
  const labels = (of: readonly Drawing[]) => of.map(({ label }) => label);
  return { labels: { train: labels(bySplit.train), test: labels(bySplit.test) }, pictures };
}

const groupList = z.record(z.string(), z.object({ group: z.string() }));

/**
 * The class of each emoji that has one, by its code points in Twemoji's spelling. Emoji with a skin
 * tone are not in the list.
 */
async function readGroups(tarball: string): Promise<ReadonlyMap<string, number>> {
  const file = 'package/data-by-emoji.json';
  const labels = new Map<string, number>();
  for await (const { bytes } of readMembers(tarball, [file])) {
    const parsed = groupList.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    if (!parsed.success) throw new DataFailure(`${file} is not a list of emoji with their groups.`);
    for (const [text, { group }] of Object.entries(parsed.data)) {
      const codePoints = Array.from(text, (character) => character.codePointAt(0)?.toString(16) ?? '');
      const label = groups.indexOf(group);
      if (label >= 0) labels.set(withoutVariation(codePoints.join('-')), label);
    }
  }
  return labels;
}

/**
 * U+FE0F selects the coloured form of a character. Only some of Twemoji's file names contain it.
 */
function withoutVariation(codePoints: string): string {
  return codePoints
    .split('-')
    .filter((codePoint) => codePoint !== 'fe0f')
    .join('-');
}

/** Every twentieth drawing of each class, starting with its tenth, is a test image. */
function divided(drawings: readonly Drawing[]): PerSplit<readonly Drawing[]> {
  const seen = new Map<number, number>();
  const parts: { train: Drawing[]; test: Drawing[] } = { train: [], test: [] };
  for (const drawing of drawings) {
    const number = seen.get(drawing.label) ?? 0;
    seen.set(drawing.label, number + 1);
    parts[number % heldOut === heldOut / 2 ? 'test' : 'train'].push(drawing);
  }
  return parts;
}

/** [n, 32, 32, 3], bytes. */
async function rendered(drawings: readonly Drawing[]): Promise<Uint8Array> {
  const { side } = emoji.facts;
  const bytes = side * side * 3;
  const images = new Uint8Array(drawings.length * bytes);
  for (const [i, { file, svg }] of drawings.entries()) {
    const pixels = await sharp(svg)
      .resize(side, side, { fit: 'contain', background: 'white' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
      .catch((cause: unknown) => {
        throw new DataFailure(`${file} cannot be drawn.`, { cause });
      });
    if (pixels.length !== bytes)
      throw new DataFailure(`${file} is drawn as ${pixels.length} bytes instead of ${bytes}.`);
    images.set(pixels, i * bytes);
  }
  return images;
}
