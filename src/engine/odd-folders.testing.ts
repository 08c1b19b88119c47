/**
 * For tests: the folders of tools/golden/odd_folders.py as diffusers' `save_pretrained` would write
 * them, with weights drawn as PyTorch draws them.
 */
import { readOddFolders } from '../../tools/golden/odd-folders.ts';
import type { Folder } from '../ml/checkpoint/folder-files.ts';
import { toJson } from '../ml/checkpoint/folder-files.ts';
import { writeSafetensors } from '../ml/checkpoint/safetensors.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { unet2dShapes } from '../ml/models/unet2d/index.ts';
import { torchInitialization } from '../ml/nn/parameters.ts';
import { randomStream } from '../ml/random.ts';

export const oddFolders = readOddFolders();

/**
 * `changes`: changed fields of unet/config.json. The weights are always those of the unchanged
 * network.
 */
export function oddFolder(name: string, changes: Readonly<Record<string, unknown>> = {}): Folder {
  const folder = oddFolders[name];
  if (!folder) throw new Error(`there is no folder ${name}`);
  const draw = torchInitialization(randomStream(1));
  const initialization = { kind: 'kaiming', fanIn: 64 } as const;
  const weights = new Map(
    [...unet2dShapes(parseUNet2DConfig(folder.config))].map(([parameter, shape]) => [
      parameter,
      { shape, values: draw({ name: parameter, shape, initialization }) },
    ]),
  );
  return new Map([
    ['unet/config.json', toJson({ ...folder.config, ...changes })],
    ['scheduler/scheduler_config.json', toJson(folder.scheduler)],
    ['unet/diffusion_pytorch_model.safetensors', writeSafetensors(weights)],
  ]);
}
