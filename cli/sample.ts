/** `npm run sample`: pictures from noise by a trained network, as one PNG. */
import { resolve } from 'node:path';
import { lookDefaults } from '../src/ml/config.ts';
import { printLine, runCommand, say } from './command.ts';
import { openNetworkFolder } from './node-engine.ts';
import { writeGrid } from './picture-file.ts';
import { parseSampleArguments, usage } from './sample/arguments.ts';

async function main(): Promise<number> {
  const given = parseSampleArguments(process.argv.slice(2));
  if (!given) {
    printLine(usage);
    return 0;
  }
  const { out, count, seed, unused } = given;
  const { network, report, step } = await openNetworkFolder(resolve(given.model), given.backend);
  if (report.kind === 'one-pass' && unused.length > 0) {
    const names = unused.map((flag) => `--${flag}`).join(', ');
    say(`${names} ignored: the recipe article has no sampler and no classes; it makes its pictures in one pass.`);
  }
  const { generatePictures } = await import('../src/engine/generate.ts');
  const { samplingFor } = await import('../src/engine/requests.ts');
  const { sampler, sampleSteps: steps, eta, guidance, sampleWeights: weights } = lookDefaults;
  const standard = report.prediction === 'flow' ? 'flow-match-euler' : sampler;
  const sampling = samplingFor(report, { sampler: standard, steps, eta, guidance, classIndex: null, weights });
  const { samples } = await generatePictures(network, { seed, count, sampling, step });
  const columns = Math.ceil(Math.sqrt(count));
  await writeGrid(out, samples, columns);
  if (given.json) printLine(JSON.stringify({ out, count, columns, step }));
  say(`${count} pictures of step ${step} in ${out}.`);
  return 0;
}

await runCommand(main);
