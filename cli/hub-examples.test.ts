/**
 * The models that people look for on the hub: what is reported about them, and whether they open.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfigurations } from '../src/ml/checkpoint/folder.ts';
import { hubReference } from '../src/share/hub/address.ts';
import { type HostedHub, hostHub } from '../src/share/hub/hub.fixture.ts';
import { lookAt } from '../src/share/hub/model.ts';
import { type HubExample, hubExamples } from './hub-examples.fixture.ts';

function filesOf({ layout, weights, config, scheduler }: HubExample): Record<string, string> {
  const [unet, beside] = layout === 'root' ? ['', ''] : ['unet/', 'scheduler/'];
  const index = {
    _class_name: 'DDPMPipeline',
    scheduler: ['diffusers', 'DDPMScheduler'],
    unet: ['diffusers', 'UNet2DModel'],
  };
  return {
    '.gitattributes': '',
    'README.md': '---\nlicense: mit\n---',
    'model_index.json': JSON.stringify(index),
    [`${unet}config.json`]: JSON.stringify(config),
    [`${beside}scheduler_config.json`]: JSON.stringify(scheduler),
    [`${unet}diffusion_pytorch_model.${weights}`]: 'is not looked at',
  };
}

let hub: HostedHub;
beforeAll(async () => {
  hub = await hostHub(
    Object.fromEntries(
      hubExamples.map((example) => [
        example.repository,
        { files: filesOf(example), info: { cardData: { license: example.licence } } },
      ]),
    ),
  );
});
afterAll(() => hub.close());

async function look(address: string) {
  const reference = hubReference(address);
  if (!reference) throw new Error(`${address} names no model`);
  const { small, ...model } = await lookAt(reference, {
    access: { origin: hub.origin },
    signal: new AbortController().signal,
  });
  const folder = new Map(small.map(({ path, bytes }) => [path, bytes]));
  return { ...model, configurations: () => readConfigurations(address, folder) };
}

function countOf(shapes: ReadonlyMap<string, readonly number[]>): number {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  return count;
}

const inSafetensors = hubExamples.filter(({ weights }) => weights === 'safetensors');

describe.each(inSafetensors.filter(({ parameters }) => parameters !== null))('$repository', (example) => {
  test('is described, and its network can run here', async () => {
    const { files, licence, configurations } = await look(`hf:${example.repository}`);
    expect(licence).toBe(example.licence);
    expect(files).toHaveLength(4);
    const { network, shapes } = configurations();
    expect(network.kind === 'unet2d' && network.config.sample_size).toBe(example.config.sample_size);
    expect(countOf(shapes)).toBe(example.parameters);
  });
});

describe.each(inSafetensors.filter(({ parameters }) => parameters === null))('$repository', (example) => {
  test('is too large, and is refused by its configuration before its weights are fetched', async () => {
    const { configurations } = await look(`https://huggingface.co/${example.repository}`);
    expect(configurations).toThrow(expect.objectContaining({ code: 'model-config' }));
  });
});

describe.each(hubExamples.filter(({ weights }) => weights === 'bin'))('$repository', (example) => {
  test('has its weights only as a pickle, and is refused with instructions to convert them', async () => {
    await expect(look(`hf:${example.repository}`)).rejects.toMatchObject({ code: 'hub-pickle' });
  });

  test('opens once it has been converted', () => {
    const folder = Object.entries(filesOf(example)).map(
      ([path, text]) => [path, new TextEncoder().encode(text)] as const,
    );
    const { shapes } = readConfigurations(example.repository, new Map(folder));
    expect(countOf(shapes)).toBe(example.parameters);
  });
});
