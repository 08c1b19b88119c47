// @vitest-environment node
import { expect, test } from 'vitest';
import { measurePlan } from './measure-plan.ts';
import { standardPlan } from './store.ts';

// No WebGPU here: only the webgpu tests install Dawn.
test('opens nothing without WebGPU, and reports the reason as a code', async () => {
  const unexpected = () => expect.unreachable();
  const measuring = measurePlan(standardPlan, {
    signal: new AbortController().signal,
    opened: unexpected,
    progress: unexpected,
    limits: unexpected,
    measured: unexpected,
  });
  await expect(measuring).rejects.toMatchObject({
    code: 'webgpu-missing',
    values: { reason: { code: 'no-navigator-gpu' } },
  });
});
