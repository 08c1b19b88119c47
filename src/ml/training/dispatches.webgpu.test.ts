/** Kernels that a train step submits: forward, backward, optimizer, average. On a GPU each costs the script more than many cost the device. */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { describeNetwork } from '../networks.ts';
import { createLearner } from './create-learner.ts';

beforeAll(async () => {
  await openDevice('webgpu');
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function dispatchesOf(name: 'article' | 'tiny' | 'small'): Promise<number> {
  const { experiment } = recipes[name];
  const learner = await createLearner(describeNetwork(experiment), experiment, 10);
  const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  const measured = learner.step({ rgb: new Uint8Array(3072), labels: new Uint8Array(1) }, 0);
  await measured.data();
  const { length } = dispatched.mock.calls;
  measured.dispose();
  learner.dispose();
  return length;
}

describe('dispatches of a train step', () => {
  test.each([
    ['article', 40],
    ['tiny', 300],
    ['small', 300],
  ] as const)('%s: at most %i', async (name, most) => {
    const count = await dispatchesOf(name);
    console.log(`${name}: ${count} dispatches`);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(most);
  });
});
