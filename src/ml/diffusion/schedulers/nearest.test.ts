import { describe, expect, test } from 'vitest';
import { readSchedulerConfigs } from '../../../../tools/golden/odd-folders.ts';
import { samplersFor } from '../../config.ts';
import { schedulerClassNames } from '../../samplers.ts';
import { createForwardProcess, predictionOf } from '../process.ts';
import { nearestSampler, samplerConfig } from '../sampler-config.ts';
import { createScheduler } from './index.ts';
import { inOurWords, takenFor } from './nearest.ts';
import { runnable } from './runnable.ts';

const configs = readSchedulerConfigs();

describe.each(configs.map((config) => [config._class_name, config] as const))(
  '%s as diffusers saves it',
  (name, config) => {
    test('is read as one of ours, and as itself if we have it', () => {
      const ours = inOurWords(config);
      expect(schedulerClassNames).toContain(ours._class_name);
      const isBuilt = schedulerClassNames.some((known) => known === name);
      expect(takenFor(config)).toBe(isBuilt ? null : ours._class_name);
      if (isBuilt) expect(ours).toBe(config);
      createScheduler(ours).dispose();
    });

    test('has noise levels to train on, and every sampler that fits takes its fields', () => {
      const { alphas, sigmas } = createForwardProcess(config).at([0, 0.5, 0.999]);
      expect([...alphas, ...sigmas].every(Number.isFinite)).toBe(true);
      const samplers = samplersFor(predictionOf(config));
      expect(samplers).toContain(nearestSampler(config));
      for (const sampler of samplers) {
        const scheduler = createScheduler(samplerConfig(config, sampler));
        scheduler.setTimesteps(4);
        expect(scheduler.timesteps.length, sampler).toBeGreaterThanOrEqual(4);
        scheduler.dispose();
      }
    });
  },
);

test('takes betas that an old file leaves out from its class', () => {
  expect(inOurWords({ _class_name: 'KDPM2DiscreteScheduler' })).toMatchObject({ beta_start: 0.00085, beta_end: 0.012 });
  expect(inOurWords({ _class_name: 'LCMScheduler' })).toMatchObject({ beta_schedule: 'scaled_linear' });
});

test('a flow may be saved with a sampler of betas', () => {
  const config = { _class_name: 'UniPCMultistepScheduler', prediction_type: 'flow_prediction', use_flow_sigmas: true };
  expect(predictionOf({ ...config, flow_shift: 3 })).toBe('flow');
  expect(inOurWords({ ...config, flow_shift: 3 })).toMatchObject({ shift: 3 });
});

test('drops sampling options that we do not have, but never a field that defines the noise', () => {
  const leftOut: string[] = [];
  const config = {
    _class_name: 'DPMSolverMultistepScheduler',
    algorithm_type: 'sde-dpmsolver++',
    use_beta_sigmas: true,
  };
  expect(runnable(config, (field) => leftOut.push(field))).toEqual({ _class_name: config._class_name });
  expect(leftOut.sort()).toEqual(['algorithm_type', 'use_beta_sigmas']);
  expect(() => runnable({ ...config, beta_schedule: 'laplace' })).toThrow(/laplace/);
});

test('keeps a class with its own kind of noise, and refuses it', () => {
  const config = { _class_name: 'VQDiffusionScheduler' };
  expect(inOurWords(config)).toBe(config);
  expect(() => createScheduler(config)).toThrow(/VQDiffusionScheduler/);
});
