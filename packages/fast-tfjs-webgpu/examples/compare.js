/**
 * Trains both programs with stock tfjs and with this package, from the same weights on the same data,
 * a few steps in turn, and prints losses and times side by side:
 *
 *     node compare.js [--steps N] [--json] [PROGRAM=BATCH_SIZE[,SIDE_OF_PICTURES] ...]
 *
 * Needs @tensorflow/tfjs, @tensorflow/tfjs-backend-webgpu and webgpu beside the package. Exits with 1
 * where losses differ by more than 1e-4.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { steps: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const programs = positionals.length > 0 ? positionals : ['mnist-convnet=128', 'segmentation-unet=16'];
const steps = Number(values.steps);
/** Steps that one process makes before it is the other's turn. */
const inTurn = 5;
if (!(steps > inTurn)) {
  console.error(`--steps: more than ${inTurn}, because the first ${inTurn} compile and are not timed`);
  process.exit(2);
}
const variants = ['stock', 'fast'];
const tolerance = 1e-4;

function answerOf(child) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a training process ended with code ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

async function startTraining(variant, program, numbers) {
  const child = fork(new URL('train.js', import.meta.url), [variant, program, ...numbers]);
  await answerOf(child);
  return { child, losses: [], times: [] };
}

async function train({ child, losses, times }, count) {
  const answer = answerOf(child);
  child.send(count);
  const { losses: more, ms } = await answer;
  losses.push(...more);
  times.push(ms);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function compare(program, ...numbers) {
  const trainings = await Promise.all(variants.map((variant) => startTraining(variant, program, numbers)));
  try {
    // The first turn compiles, in both at once; it is not timed.
    await Promise.all(trainings.map((training) => train(training, Math.min(inTurn, steps))));
    for (let done = inTurn; done < steps; done += inTurn) {
      for (const training of trainings) await train(training, Math.min(inTurn, steps - done));
    }
  } finally {
    for (const { child } of trainings) child.kill();
  }
  const [stock, fast] = trainings;
  const differences = stock.losses.map((loss, i) => Math.abs(fast.losses[i] - loss) / Math.abs(loss));
  const [stockMs, fastMs] = [stock, fast].map(({ times }) => median(times.slice(1)));
  return {
    program,
    batchSize: Number(numbers[0]),
    losses: { stock: stock.losses, fast: fast.losses },
    largestDifference: Math.max(...differences),
    msPerStep: { stock: stockMs, fast: fastMs },
    ratio: stockMs / fastMs,
  };
}

function print({ program, batchSize, losses, largestDifference, msPerStep, ratio }) {
  console.log(`${program}, batch size ${batchSize}`);
  console.log('  step  loss, stock tfjs  loss, fast-tfjs-webgpu');
  for (const [i, loss] of losses.stock.entries()) {
    console.log(
      `  ${String(i + 1).padStart(4)}  ${loss.toFixed(7).padStart(16)}  ${losses.fast[i].toFixed(7).padStart(22)}`,
    );
  }
  console.log(`  largest relative difference: ${largestDifference.toExponential(1)}`);
  const [stock, fast] = [msPerStep.stock, msPerStep.fast].map((ms) => ms.toFixed(1));
  console.log(`  a step: ${stock} ms stock, ${fast} ms fast: ${ratio.toFixed(2)} times as fast\n`);
}

for (const argument of programs) {
  const comparison = await compare(...argument.split(/[=,]/));
  if (values.json) console.log(JSON.stringify(comparison));
  else print(comparison);
  if (!(comparison.largestDifference <= tolerance)) process.exitCode = 1;
}
