/**
 * `npm run bench:bundle`: writes an archive that measures the GPU of a machine without network,
 * packages or Node. There `run-command.ts` runs the parts of `run/parts.ts`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ArgumentError, choiceFlag, readFlags } from '../../cli/arguments.ts';
import { printLine, runCommand, say } from '../../cli/command.ts';
import { compressions, writeArchive } from './build/archive.ts';
import { layOut } from './build/contents.ts';

/** The name of the archive's folder. */
const name = 'diffusion-playground-gpu';
/** Not `dist`, which a build empties and a host publishes. */
const outFolder = 'dist-bundle';
/** The largest archive in bytes: it must be easy to send. */
const largest = 60e6;

const usage = `Usage: npm run bench:bundle -- [options]

Writes an archive with Node, Dawn, the engine, the kernels' tests and the benchmark: on x86-64 Linux with a GPU's driver,
./run.sh in it measures the GPU, without network. Runs on x86-64
Debian or Ubuntu, whose libraries the archive carries with their licences.

  --compress NAME   ${compressions.join(', ')} (default gz, which any tar opens; xz is smaller)
  --out FILE        default ${outFolder}/${name}.tar.gz or .tar.xz
  --node PATH       the Node in the archive (default: the one that runs this)
`;

async function main(): Promise<number> {
  const { values, on } = readFlags(process.argv.slice(2), ['compress', 'out', 'node'], ['help']);
  if (on.has('help')) {
    printLine(usage);
    return 0;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new ArgumentError('The archive is for x86-64 Linux, and is made of parts of the machine that makes it.');
  const compression = choiceFlag(values, 'compress', compressions) ?? 'gz';
  const file = resolve(values.get('out') ?? join(outFolder, `${name}.tar.${compression}`));
  const cwd = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    const folder = join(cwd, name);
    const needed = await layOut({ folder, node: resolve(values.get('node') ?? process.execPath), onNote: say });
    mkdirSync(dirname(file), { recursive: true });
    const bytes = await writeArchive({ cwd, name, compression }, file);
    printLine(`${file}: ${(bytes / 1e6).toFixed(1)} MB`);
    printLine(
      `It needs glibc ${needed.glibc} and a libstdc++ with ${needed.cxx}; where that is older, glibc ${needed.glibcForOwnCxx} and the archive's libstdc++.`,
    );
    if (bytes <= largest) return 0;
    say(`It may have ${largest / 1e6} MB at most.`);
    return 1;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

await runCommand(main);
