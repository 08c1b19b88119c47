import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import { PlaygroundError } from '../../errors.ts';
import { schedulerClassNames } from '../../samplers.ts';
import { createScheduler, parseSchedulerJson, type Scheduler, type SchedulerConfig } from './index.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const image = () => tf.tensor([0.5, -0.25, 1, -1, 0, 0.75], [1, 2, 1, 3]);
const noise = () => tf.tensor([1, -0.5, 0.25, 2, -1.5, 0.1], [1, 2, 1, 3]);

/**
 * Samples from a fixed start to the end, with a network whose output is a fraction of its input.
 * The caller owns the result.
 */
function run(scheduler: Scheduler, steps = scheduler.timesteps.length): tf.Tensor {
  return tf.tidy(() => {
    let sample: tf.Tensor = tf.mul(noise(), scheduler.initNoiseSigma);
    for (let i = 0; i < steps; i++) {
      const output = tf.mul(scheduler.scaleModelInput(sample, i), 0.3);
      sample = scheduler.step(output, i, sample, noise);
    }
    return sample;
  });
}

describe.each(schedulerClassNames)('%s', (name) => {
  const config: SchedulerConfig = { _class_name: name };

  test('visits its timesteps from noise to image', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (count) => {
        const scheduler = createScheduler(config);
        scheduler.setTimesteps(count);
        const timesteps = Array.from(scheduler.timesteps);
        // Heun calls the network twice at every timestep but the first.
        expect(timesteps).toHaveLength(name === 'HeunDiscreteScheduler' ? 2 * count - 1 : count);
        expect(timesteps).toEqual(timesteps.toSorted((a, b) => b - a));
      }),
      { numRuns: 20 },
    );
  });

  test('adds hardly any noise at the cleanest timestep and much at the noisiest', () => {
    const scheduler = createScheduler(config);
    const distance = (timestep: number) =>
      tf.tidy(() => tf.max(tf.abs(tf.sub(scheduler.addNoise(image(), noise(), timestep), image()))).dataSync()[0]);
    // sqrt(1 - alphas_cumprod_0) is 0.01 to 0.03, times the largest noise, 2.
    expect(distance(0)).toBeLessThan(0.1);
    expect(distance(999)).toBeGreaterThan(1);
  });

  test('a run leaves no tensor behind, whether finished or abandoned, and can be repeated', () => {
    const scheduler = createScheduler(config, { eta: 1 });
    scheduler.setTimesteps(5);
    const before = tf.memory().numTensors;
    const first = run(scheduler);
    expect(tf.memory().numTensors).toBe(before + 1);
    run(scheduler, 3).dispose();
    const second = run(scheduler);
    expect(second.dataSync()).toEqual(first.dataSync());
    run(scheduler, 3).dispose();
    scheduler.setTimesteps(4);
    expect(tf.memory().numTensors).toBe(before + 2);
    run(scheduler, 3).dispose();
    scheduler.dispose();
    tf.dispose([first, second]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('returns new tensors and leaves its arguments alone', () => {
    const scheduler = createScheduler({ ...config, clip_sample: false });
    scheduler.setTimesteps(5);
    const [sample, output] = [image(), noise()];
    const made = [
      scheduler.scaleModelInput(sample, 0),
      scheduler.predictOriginal(output, 0, sample),
      scheduler.step(output, 0, sample, noise),
      scheduler.addNoise(sample, output, 0),
    ];
    tf.dispose(made);
    expect([sample.isDisposed, output.isDisposed]).toEqual([false, false]);
    scheduler.dispose();
  });

  test.each([0, -1, 2.5, 1001, Number.NaN])('refuses %s steps', (count) => {
    expect(() => createScheduler(config).setTimesteps(count)).toThrow('value-invalid');
  });

  test.each([
    { use_beta_sigmas: true },
    { num_train_timesteps: 0 },
    { num_train_timesteps: 1e9 },
    { num_train_timesteps: '1000' },
  ])('refuses what it cannot run: %o', (fields) => {
    const known = !('use_beta_sigmas' in fields) || !/DDPM|DDIM|Ancestral/.test(name);
    const make = () => createScheduler({ ...config, ...fields });
    if (!known) expect(make).not.toThrow();
    else expect(make).toThrow(expect.objectContaining({ code: 'scheduler-config' }));
  });
});

test.each([
  [{ _class_name: 'PNDMScheduler' }, '_class_name', 'PNDMScheduler'],
  [{ _class_name: 'constructor' }, '_class_name', 'constructor'],
  [{ _class_name: 'DDPMScheduler', beta_schedule: 'laplace' }, 'beta_schedule', '"laplace"'],
  [{ _class_name: 'DDPMScheduler', variance_type: 'learned_range' }, 'variance_type', '"learned_range"'],
  [{ _class_name: 'DDPMScheduler', trained_betas: [0.1, 0.2] }, 'trained_betas', '[0.1,0.2]'],
  [{ _class_name: 'DDIMScheduler', prediction_type: 'flow' }, 'prediction_type', '"flow"'],
  [{ _class_name: 'EulerAncestralDiscreteScheduler', prediction_type: 'sample' }, 'prediction_type', '"sample"'],
  [
    { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' },
    'algorithm_type',
    '"sde-dpmsolver++"',
  ],
  [{ _class_name: 'DPMSolverMultistepScheduler', solver_order: 4 }, 'solver_order', '4'],
  [
    { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'dpmsolver' },
    'final_sigmas_type',
    { code: 'not-given' },
  ],
  [{ _class_name: 'UniPCMultistepScheduler', use_flow_sigmas: true }, 'use_flow_sigmas', 'true'],
  [{ _class_name: 'UniPCMultistepScheduler', lower_order_final: false }, 'lower_order_final', 'false'],
  [{ _class_name: 'FlowMatchEulerDiscreteScheduler', use_dynamic_shifting: true }, 'use_dynamic_shifting', 'true'],
])('refuses %o by the name and value of the field', (config, field, value) => {
  const thrown = (() => {
    try {
      createScheduler(config);
    } catch (error) {
      return error;
    }
    return null;
  })();
  expect(thrown).toBeInstanceOf(PlaygroundError);
  expect(thrown).toMatchObject({ code: 'scheduler-config', values: { field, value } });
});

test('ignores fields of other classes and versions, and accepts Python’s None for a field that is off', () => {
  const extra = { _diffusers_version: '0.6.0', skip_prk_steps: true, trained_betas: null, use_karras_sigmas: null };
  expect(() => createScheduler({ _class_name: 'EulerDiscreteScheduler', ...extra })).not.toThrow();
});

test('reads the -Infinity that Python writes into JSON', () => {
  const text = '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "x": "a: -Infinity"}';
  expect(parseSchedulerJson(text)).toMatchObject({ lambda_min_clipped: -Infinity, x: 'a: -Infinity' });
});

test('DDIM draws no noise without eta and is repeatable; with eta it depends on the noise', () => {
  const ddim = (eta: number) => {
    const scheduler = createScheduler({ _class_name: 'DDIMScheduler' }, { eta });
    scheduler.setTimesteps(5);
    return scheduler;
  };
  const refuse = () => {
    throw new Error('asked for noise');
  };
  const step = (eta: number, source: () => tf.Tensor) => ddim(eta).step(noise(), 1, image(), source).dataSync();
  expect(step(0, refuse)).toEqual(step(0, refuse));
  expect(step(1, noise)).not.toEqual(step(1, image));
  expect(() => ddim(1).step(noise(), 1, image())).toThrow('noise source');
  expect(() => ddim(1.5)).toThrow('value-invalid');
});

test('DDPM treats fixed_large_log as fixed_large, because diffusers returns NaN', () => {
  const step = (variance_type: string) => {
    const scheduler = createScheduler({ _class_name: 'DDPMScheduler', variance_type });
    scheduler.setTimesteps(10);
    return scheduler.step(noise(), 3, image(), noise).dataSync();
  };
  expect(step('fixed_large_log')).toEqual(step('fixed_large'));
  expect(step('fixed_large')).not.toEqual(step('fixed_small'));
});

test('the flow of a perfect network ends at its image, in any number of steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.5, max: 3, noNaN: true }), (count, shift) => {
      tf.tidy(() => {
        const scheduler = createScheduler({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift });
        scheduler.setTimesteps(count);
        let sample: tf.Tensor = noise();
        const farFromImage = (x: tf.Tensor) => tf.max(tf.abs(tf.sub(x, image()))).dataSync()[0];
        for (let i = 0; i < count; i++) {
          const velocity = tf.sub(noise(), image());
          expect(farFromImage(scheduler.predictOriginal(velocity, i, sample))).toBeLessThan(1e-5);
          sample = scheduler.step(velocity, i, sample);
        }
        expect(farFromImage(sample)).toBeLessThan(1e-5);
      });
    }),
  );
});

test('refuses the second half of a Heun step without the first', () => {
  const scheduler = createScheduler({ _class_name: 'HeunDiscreteScheduler' });
  scheduler.setTimesteps(4);
  expect(() => scheduler.step(noise(), 3, image())).toThrow('second half');
});
