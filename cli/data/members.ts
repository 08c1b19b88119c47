/** What the package's members hold: label lists and pictures of 10,000 images. */
import sharp from 'sharp';
import { z } from 'zod';
import { type Split, splits } from '../../src/ml/data/manifest.ts';
import { DataFailure } from './failure.ts';
import { checkLabels, imagesPerMember, members, pixelsPerImage } from './known-truths.ts';
import { readMembers } from './tarball.ts';

const labelList = z.array(z.int().min(0).max(9));

/** Both splits' labels, held against what is known of them. */
export async function readLabels(tarball: string): Promise<Readonly<Record<Split, readonly number[]>>> {
  const labels: Record<Split, readonly number[]> = { train: [], test: [] };
  for await (const { name, bytes } of readMembers(
    tarball,
    splits.map((split) => members[split].labels),
  )) {
    const split = splits.find((candidate) => members[candidate].labels === name);
    if (split === undefined) continue;
    const parsed = labelList.safeParse(parseJson(bytes));
    if (!parsed.success) throw new DataFailure(`${name} is not a list of class numbers.`);
    labels[split] = parsed.data;
    checkLabels(split, labels[split]);
  }
  return labels;
}

/** Decodes a member's PNG: one image a row, so that its rows are [10000, 32, 32, 3] as they stand (31 MB). */
export async function decodeImages(name: string, png: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(png, { limitInputPixels: pixelsPerImage * imagesPerMember })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new DataFailure(`${name} is not a picture that can be decoded.`, { cause });
    });
  const { width, height, channels } = info;
  if (width !== pixelsPerImage || height !== imagesPerMember || channels !== 3) {
    throw new DataFailure(
      `${name} is ${width} x ${height} pixels of ${channels} channels instead of ${pixelsPerImage} x ${imagesPerMember} of 3.`,
    );
  }
  return data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
