/**
 * Counts the kernels that a train step submits: forward, backward, optimizer, average. On a GPU,
 * submitting a kernel costs the script more than running many costs the device. A step of every
 * recipe must be replayed from the fourth step on at the latest. The kernels are only counted here,
 * not computed.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type Experiment, type RecipeName, recipeNames, recipes } from '../config.ts';
import { cifar10, setClasses } from '../data/cifar10.testing.ts';
import { adapterInfos, pretendNullGpu } from '../device/null-gpu.testing.ts';
import { loadRecording } from '../device/recording-loader.ts';
import { replayReports } from '../device/replay.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import type { NetworkDescription } from '../network-description.ts';
import { createLearner } from './create-learner.ts';

let device: Device;
let stopPretending = () => {};
beforeAll(async () => {
  stopPretending = pretendNullGpu(adapterInfos['swiftshader with subgroups']);
  device = await openDevice('webgpu');
  await loadRecording();
});
afterAll(() => {
  device.dispose();
  stopPretending();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The dispatches of the first step, which is computed, and of the fourth, which is replayed. */
async function dispatchesOf(name: RecipeName, network: NetworkDescription, changes: Partial<Experiment> = {}) {
  const experiment = { ...recipes[name].experiment, ...changes };
  const learner = await createLearner(network, experiment, { totalSteps: 10, setClasses });
  try {
    const steps: { dispatches: number; bindGroups: number }[] = [];
    for (let step = 0; step < 4; step++) {
      const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
      const grouped = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
      const measured = learner.step({ bytes: new Uint8Array(3072), labels: new Uint16Array(1) }, 0);
      await measured.data();
      measured.dispose();
      steps.push({ dispatches: dispatched.mock.calls.length, bindGroups: grouped.mock.calls.length });
      vi.restoreAllMocks();
    }
    const [computed, replayed] = [steps[0]?.dispatches ?? 0, steps[3]?.dispatches ?? 0];
    const [report, ...others] = replayReports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ name: 'train step of 1', obstacle: null, dispatches: replayed });
    expect(report?.listing?.split('\n')[0]).toMatch(`, ${replayed} dispatches, `);
    expect(steps[3]?.bindGroups).toBe(0);
    expect(replayed).toBeGreaterThan(0);
    expect(replayed).toBeLessThanOrEqual(computed);
    return computed;
  } finally {
    learner.dispose();
    expect(replayReports()).toEqual([]);
  }
}

/** A network with every kind of layer that the recipe's has, but only a few channels wide. */
function narrow(name: RecipeName): NetworkDescription {
  const network = describeNetwork(recipes[name].experiment, cifar10);
  if (network.kind === 'article') return network;
  const { config } = network;
  const width = config.norm_num_groups;
  return { ...network, config: { ...config, block_out_channels: config.block_out_channels.map(() => width) } };
}

describe('dispatches of a train step', () => {
  test.each([
    ['article', 40],
    ['tiny', 300],
    ['small', 300],
  ] as const)('%s: at most %i', async (name, most) => {
    const count = await dispatchesOf(name, describeNetwork(recipes[name].experiment, cifar10));
    console.log(`${name}: ${count} dispatches`);
    expect(count).toBeLessThanOrEqual(most);
  });

  test('choosing the nearest of several noise draws takes no more', async () => {
    const plain = await dispatchesOf('flow', narrow('flow'));
    expect(await dispatchesOf('flow', narrow('flow'), { noiseDraws: 4 })).toBe(plain);
  });

  test('the Huber loss takes two more', async () => {
    const squared = await dispatchesOf('flow', narrow('flow'));
    const huber = await dispatchesOf('flow', narrow('flow'), { loss: 'huber' });
    console.log(`flow, narrow: ${squared} dispatches, with Huber ${huber}`);
    expect(huber).toBe(squared + 2);
  });

  test('Muon takes seven more, whatever the number of matrices', async () => {
    const adamw = await dispatchesOf('quick', narrow('quick'), { optimizer: 'adamw' });
    const muon = await dispatchesOf('quick', narrow('quick'), { optimizer: 'muon' });
    console.log(`quick, narrow: ${adamw} dispatches, with Muon ${muon}`);
    expect(muon).toBe(adamw + 7);
  });

  test.each(recipeNames)('%s, narrow: is replayed', async (name) => {
    await dispatchesOf(name, narrow(name));
  });
});
