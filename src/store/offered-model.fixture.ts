/** The files of a model that a link names, as the scripted engine reads them. */
import type { ServerResponse } from 'node:http';
import { recipes } from '../ml/config.ts';

export const { experiment } = recipes.tiny;
const checkpoint = JSON.stringify({ experiment, step: 0 });

export const modelFiles = {
  'model_index.json': checkpoint,
  'unet/config.json': '{}',
  'unet/diffusion_pytorch_model.safetensors': new Uint8Array(1000),
  'model.zip': checkpoint,
  'text.zip': 'text',
} as const;

/** Sends a first part, then nothing until the test ends. */
export const stalled = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': 1000 });
  response.write(new Uint8Array(250));
};
