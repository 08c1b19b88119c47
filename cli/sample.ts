/** `npm run sample`: pictures from noise by a trained network, as one PNG. */
import { resolve } from 'node:path';
import { classNames } from '../src/ml/config.ts';
import { choiceFlag, parameterFlag, readFlags, requiredFlag, wholeNumberFlag } from './arguments.ts';
import { printLine, runCommand, say } from './command.ts';
import { nodeBackends, openModel } from './node-engine.ts';
import { writeGrid } from './picture-file.ts';

const usage = `Usage: npm run sample -- --model DIR --out FILE.png [options]

  --model DIR       a checkpoint folder, as \`npm run train -- --out DIR\` writes it
  --count N         pictures, 1 to 64 (default 16), in a grid with 2 pixels between them
  --seed S          of the noise (default 0)
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out FILE.png
  --json            {"out", "count", "columns", "step"} on stdout

--scheduler, --steps, --class and --guidance are for recipes with a sampler. The recipe article has none: its network answers noise in one pass.
`;

const flags = ['model', 'count', 'seed', 'scheduler', 'steps', 'class', 'guidance', 'backend', 'out'] as const;
const samplerFlags = ['scheduler', 'steps', 'class', 'guidance'] as const;

async function main(): Promise<number> {
  const { values, on } = readFlags(process.argv.slice(2), flags, ['json', 'help']);
  if (on.has('help')) {
    printLine(usage);
    return 0;
  }
  const directory = resolve(requiredFlag(values, 'model', 'a checkpoint folder'));
  const out = resolve(requiredFlag(values, 'out', 'the PNG file to write'));
  const count = parameterFlag(values, 'count', 'generateCount') ?? 16;
  const seed = parameterFlag(values, 'seed', 'generateSeed') ?? 0;
  const backend = choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu';
  wholeNumberFlag(values, 'steps', 1, 1000);
  choiceFlag(values, 'class', classNames);

  const { model, step } = await openModel(directory, backend);
  const ignored = samplerFlags.filter((flag) => values.has(flag)).map((flag) => `--${flag}`);
  if (ignored.length > 0) {
    say(
      `${ignored.join(', ')} ignored: the recipe article has no sampler and no classes; it makes its pictures in one pass.`,
    );
  }
  const { generatePictures } = await import('../src/engine/look.ts');
  const { samples } = await generatePictures(model, { seed, count }, step);
  const columns = Math.ceil(Math.sqrt(count));
  await writeGrid(out, samples, columns);
  if (on.has('json')) printLine(JSON.stringify({ out, count, columns, step }));
  say(`${count} pictures of step ${step} in ${out}.`);
  return 0;
}

await runCommand(main);
