/** `npm run restore`: damages a picture, lets a trained network restore it, and says how near it came. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { trainedOn } from '../src/ml/checkpoint/trained-on.ts';
import { lookDefaults } from '../src/ml/config.ts';
import type { Pictures, Quality } from '../src/workers/protocol.ts';
import { ArgumentError, choiceFlag, parameterFlag, readFlags, requiredFlag } from './arguments.ts';
import { printLine, runCommand, say } from './command.ts';
import { shippedModelsUsage } from './model-folder.ts';
import { nodeBackends, openCheckpoint, readNetworkFolder, stepsOf } from './node-engine.ts';
import { fileToWrite } from './output-file.ts';
import { readMask, readPicture, writeGrid } from './picture-file.ts';

const usage = `Usage: npm run restore -- --model DIR|hf:owner/name --image FILE --out FILE.png [options]

  --model DIR       a checkpoint folder, as \`npm run train -- --out DIR\` writes it;
                    ${shippedModelsUsage};
                    or a model of the Hugging Face hub, hf:owner/name[@revision][/folder], kept in .cache/models (HF_ENDPOINT, HF_TOKEN)
  --image FILE      any picture: its middle square, averaged down to the network's size (and to grey, where the network knows no colours), is the
                    original
  --noise X         standard deviation of the noise, of a picture in [-1, 1] (default ${lookDefaults.restoreNoise})
  --mask FILE       a picture, cropped and shrunk alike: where it is white, noise replaces the pixel; elsewhere nothing is damaged
  --seed S          of the noise (default ${lookDefaults.restoreSeed})
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out FILE.png    the restored picture, of the network's size
  --compare FILE    original, damaged and restored side by side
  --json            {"psnr_damaged", "psnr_restored", "ssim_damaged", "ssim_restored"} on stdout (null: infinite, the pictures are equal);
                    npm prints a banner there too unless it is told not to: npm run --silent restore -- ... --json
`;

const flags = ['model', 'image', 'noise', 'mask', 'seed', 'backend', 'out', 'compare'] as const;

async function main(): Promise<number> {
  const { values, on } = readFlags(process.argv.slice(2), flags, ['json', 'help']);
  if (on.has('help')) {
    printLine(usage);
    return 0;
  }
  const model = requiredFlag(values, 'model', 'a checkpoint folder or a model of the hub');
  const image = resolve(requiredFlag(values, 'image', 'the picture to restore'));
  const out = fileToWrite('out', requiredFlag(values, 'out', 'the PNG file to write'), '.png');
  const noise = parameterFlag(values, 'noise', 'restoreNoise') ?? lookDefaults.restoreNoise;
  const seed = parameterFlag(values, 'seed', 'restoreSeed') ?? lookDefaults.restoreSeed;
  const backend = choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu';
  const maskFile = values.get('mask');
  const compareFile = values.get('compare');
  const compare = compareFile === undefined ? null : fileToWrite('compare', compareFile, '.png');

  for (const file of [image, ...(maskFile === undefined ? [] : [resolve(maskFile)])]) requireFile(file);
  const checkpoint = await readNetworkFolder(model);
  const { shapeOf, sized } = await import('../src/ml/network-facts.ts');
  const { side } = shapeOf(sized(checkpoint.network, trainedOn(checkpoint)));
  const picture = { count: 1, width: side, height: side, rgb: await readPicture(image, side) };
  const mask = maskFile === undefined ? null : await readMask(resolve(maskFile), side);
  const network = await openCheckpoint(checkpoint, backend);
  const { restorePicture } = await import('../src/engine/restore.ts');
  const request = { original: picture, noise, seed, baseline: 'gaussian' } as const;
  const { original, damaged, restored, quality } = await restorePicture(network, request, stepsOf(checkpoint), mask);

  await writeGrid(out, restored, 1);
  if (compare !== null) await writeGrid(compare, sideBySide([original, damaged, restored]), 3);
  if (on.has('json')) {
    printLine(
      JSON.stringify({
        psnr_damaged: quality.damaged.psnr,
        psnr_restored: quality.restored.psnr,
        ssim_damaged: quality.damaged.ssim,
        ssim_restored: quality.restored.ssim,
      }),
    );
  }
  say(`damaged   ${inWords(quality.damaged)}\nrestored  ${inWords(quality.restored)}\n${out}`);
  return 0;
}

function requireFile(file: string): void {
  if (!existsSync(file)) throw new ArgumentError(`There is no file ${file}.`);
}

/** Of one size. */
function sideBySide(pictures: readonly [Pictures, ...Pictures[]]): Pictures {
  const [{ width, height }] = pictures;
  return { count: pictures.length, width, height, rgb: new Uint8Array(Buffer.concat(pictures.map(({ rgb }) => rgb))) };
}

const inWords = ({ psnr, ssim }: Quality): string => `PSNR ${psnr.toFixed(2)} dB, SSIM ${ssim.toFixed(4)}`;

await runCommand(main);
