/**
 * Which files a diffusers model consists of, wherever it is fetched from. The files that a host has
 * determine which of them are requested.
 */
import { z } from 'zod';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';

export const indexPath = 'model_index.json';
/** For a model that was made here: what it was trained on. */
export const cardPath = 'card.json';
export const schedulerPaths = ['scheduler/scheduler_config.json', 'scheduler_config.json'] as const;
/** For exact resumption of a run from a folder that was made here. */
export const statePaths = { json: 'training_state.json', tensors: 'training_state.safetensors' } as const;

/**
 * Folders that may contain the network, best first. A pipeline has it in a folder of its own; the
 * oldest pipelines on the hub, and a network alone, have it at the root.
 */
const ofPipelines = ['unet/', '', 'unet_ema/'] as const;
/**
 * Folders of a training script's intermediate save: the averaged weights first, if it kept them.
 */
const ofTraining = ['unet_ema/', 'unet/', ''] as const;

export const networkDirectories = (isPipeline: boolean) => (isPipeline ? ofPipelines : ofTraining);

/** In the order in which diffusers prefers them: one file, shards, and both in half precision. */
export const weightsFiles = [
  { name: 'diffusion_pytorch_model.safetensors', isIndex: false },
  { name: 'diffusion_pytorch_model.safetensors.index.json', isIndex: true },
  { name: 'diffusion_pytorch_model.fp16.safetensors', isIndex: false },
  { name: 'diffusion_pytorch_model.safetensors.index.fp16.json', isIndex: true },
] as const;

export const pickledWeights = 'diffusion_pytorch_model.bin';

/** `total_size`: bytes of all tensors. */
const shardIndex = z.object({
  metadata: z.object({ total_size: z.int().positive().optional().catch(undefined) }).optional(),
  weight_map: z.record(z.string(), z.string().regex(/^[\w.-]+\.safetensors$/)),
});

/** The limit of the engine. */
const maxShards = 64;

/** Names of the shards, beside the index. Throws `checkpoint-invalid`. */
export function readShardIndex(file: string, bytes: Uint8Array) {
  const refuse = (reason: Reason) => new PlaygroundError('checkpoint-invalid', { file, reason });
  const parsed = shardIndex.safeParse(jsonOf(bytes));
  if (!parsed.success) throw refuse({ code: 'no-weight-map' });
  const shards = [...new Set(Object.values(parsed.data.weight_map))].sort();
  if (shards.length > maxShards) throw refuse({ code: 'files-beyond', files: shards.length, most: maxShards });
  return { shards, totalBytes: parsed.data.metadata?.total_size ?? null };
}

/** Undefined if the bytes are not JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
