/** `npm run sample`: samples pictures from a trained network, as one PNG. */
import type { Checkpoint } from '../src/ml/checkpoint/checkpoint.ts';
import { trainedOn } from '../src/ml/checkpoint/trained-on.ts';
import type { Sampling } from '../src/workers/protocol.ts';
import { ArgumentError } from './arguments.ts';
import { printLine, runCommand, say } from './command.ts';
import { openCheckpoint, readNetworkFolder, stepsOf } from './node-engine.ts';
import { writeGrid } from './picture-file.ts';
import { parseSampleArguments, type SampleArguments, usage } from './sample/arguments.ts';
import { fitting } from './sample/fitting.ts';
import { writeTensors } from './sample/tensors.ts';

async function main(): Promise<number> {
  const given = parseSampleArguments(process.argv.slice(2));
  if (!given) {
    printLine(usage);
    return 0;
  }
  const { out, tensors, count, seed } = given;
  const checkpoint = await readNetworkFolder(given.model);
  const step = stepsOf(checkpoint);
  const sampling = await samplingOf(checkpoint, given);
  if (sampling) say(samplingLine(sampling));
  const network = await openCheckpoint(checkpoint, given.backend, sampling?.weights);
  const { generatePictures } = await import('../src/engine/generate-pictures.ts');
  const { samples } = await generatePictures(network, {
    seed,
    count,
    sampling,
    step,
    onStep: ({ index, total, timestep }) => say(`${index + 1}/${total}  timestep ${Math.round(timestep)}`),
    ...(tensors !== null && { onResult: (numbers) => writeTensors(tensors, numbers) }),
  });
  const columns = Math.ceil(Math.sqrt(count));
  await writeGrid(out, samples, columns);
  if (given.json) printLine(JSON.stringify({ out, count, columns, step }));
  say(`${count} pictures of step ${step} in ${out}.`);
  return 0;
}

/**
 * Null if the network answers in one pass. Throws an `ArgumentError` for an option that does not
 * fit the network, before a device is opened.
 */
async function samplingOf(checkpoint: Checkpoint, given: SampleArguments): Promise<Sampling | null> {
  const { network, training } = checkpoint;
  if (network.kind === 'article') {
    if (given.tensors !== null) throw new ArgumentError('--tensors is for networks that are sampled step by step.');
    if (given.samplerFlags.length > 0) {
      const names = given.samplerFlags.map((flag) => `--${flag}`).join(', ');
      say(`${names} ignored: the recipe article has no sampler and no classes; it makes its pictures in one pass.`);
    }
    return null;
  }
  const set = trainedOn(checkpoint);
  const { networkFacts } = await import('../src/ml/network-description.lazy.ts');
  const { classConditioning } = await import('../src/ml/models/unet2d/class-conditioning.ts');
  const { prediction } = networkFacts(network);
  const { nearestSampler } = await import('../src/ml/diffusion/sampler-config.ts');
  const { takenFor } = await import('../src/ml/diffusion/schedulers/nearest.ts');
  const classes = classConditioning(network.config, set.classNames.length);
  const nearest = takenFor(network.scheduler) === null ? null : (nearestSampler(network.scheduler) ?? null);
  return fitting(
    {
      prediction,
      labels: classes?.classes ?? 0,
      classNames: classes?.named ? set.classNames : [],
      answersWithoutClass: classes?.noClass !== null,
      hasRaw: training !== null,
      nearest,
    },
    given.asked,
  );
}

function samplingLine({ sampler, steps, guidance, classIndex }: Sampling): string {
  const guided = classIndex === null ? '' : `, class ${classIndex}, guidance ${guidance}`;
  return `Sampler ${sampler}, ${steps} steps${guided}.`;
}

await runCommand(main);
