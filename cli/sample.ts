/** `npm run sample`: pictures from noise by a trained network, as one PNG. */
import { resolve } from 'node:path';
import { printLine, runCommand, say } from './command.ts';
import { openModel } from './node-engine.ts';
import { writeGrid } from './picture-file.ts';
import { parseSampleArguments, usage } from './sample/arguments.ts';

async function main(): Promise<number> {
  const given = parseSampleArguments(process.argv.slice(2));
  if (!given) {
    printLine(usage);
    return 0;
  }
  const { out, count, seed, unused } = given;
  const { model, step } = await openModel(resolve(given.model), given.backend);
  if (unused.length > 0) {
    const names = unused.map((flag) => `--${flag}`).join(', ');
    say(`${names} ignored: the recipe article has no sampler and no classes; it makes its pictures in one pass.`);
  }
  const { generatePictures } = await import('../src/engine/look.ts');
  const { samples } = await generatePictures(model, { seed, count }, step);
  const columns = Math.ceil(Math.sqrt(count));
  await writeGrid(out, samples, columns);
  if (given.json) printLine(JSON.stringify({ out, count, columns, step }));
  say(`${count} pictures of step ${step} in ${out}.`);
  return 0;
}

await runCommand(main);
