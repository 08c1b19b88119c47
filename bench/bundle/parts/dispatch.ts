/** Measures what a dispatch costs in microseconds: bare, submitted through tfjs, and replayed. */
import { digits } from '../../report/figures.ts';
import { left, right } from '../../report/table.ts';
import { requireAdapter, runPartProgram, tellData, tellTable } from './part.ts';

/**
 * Additions so small that only their dispatch takes time, but large enough that tfjs runs them on
 * the device and not on the CPU.
 */
const kernels = 256;
const numbers = 1024;
const rounds = 40;

await runPartProgram(async () => {
  await requireAdapter();
  const { BareDevice } = await import('../../limits/bare-device.ts');
  const { dispatchCost } = await import('../../limits/measure.ts');
  const bareDevice = await BareDevice.open();
  const bare = await dispatchCost(bareDevice);
  bareDevice.dispose();

  const tf = await import('@tensorflow/tfjs-core');
  const { openDevice } = await import('../../../src/ml/backends/open-device.ts');
  const { loadRecording } = await import('../../../src/ml/device/recording-loader.ts');
  const { createReplayable } = await import('../../../src/ml/device/replay.ts');
  const device = await openDevice('webgpu');
  await loadRecording();
  const one = tf.keep(tf.ones([numbers]));
  const compute = (): import('@tensorflow/tfjs-core').Tensor => {
    let sum: import('@tensorflow/tfjs-core').Tensor = one;
    for (let i = 0; i < kernels; i++) sum = tf.add(sum, one);
    return sum;
  };

  /** The cost in the best round, in which nothing else ran. */
  async function costOf(run: () => { dispose(): void }): Promise<{ all: number; script: number }> {
    let [all, script] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = 0; i < rounds; i++) {
      const start = performance.now();
      const result = run();
      const submitted = performance.now();
      await device.idle();
      [all, script] = [Math.min(all, performance.now() - start), Math.min(script, submitted - start)];
      result.dispose();
    }
    return { all: (1000 * all) / kernels, script: (1000 * script) / kernels };
  }

  const computed = await costOf(() => tf.tidy(compute));
  const replayable = createReplayable(compute, 'a chain of additions');
  const replayed = await costOf(() => replayable.run());
  const { dispatches, obstacle } = replayable;
  tellData({ dispatch: { bare, computed, replayed, dispatches, obstacle } });
  tellTable({
    title: 'Microseconds a dispatch',
    columns: [left('how'), right('until it is done'), right('of it in JavaScript')],
    rows: [
      ['bare WebGPU, many in a pass', digits(bare.all), digits(bare.script)],
      ['through tfjs, computed every time', digits(computed.all), digits(computed.script)],
      ['replayed', digits(replayed.all), digits(replayed.script)],
    ],
    notes: dispatches === 0 ? [`Nothing was replayed: ${obstacle ?? 'too few rounds'}.`] : [],
  });
  replayable.dispose();
  return dispatches > 0;
});
