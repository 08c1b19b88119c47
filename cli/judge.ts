/** `npm run judge`: how good a network's samples are, by tools/quality/judge.py, which needs a Python with PyTorch and diffusers. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ArgumentError } from './arguments.ts';
import { printLine, runCommand } from './command.ts';
import { parseJudgeArguments, usage } from './judge/arguments.ts';
import { findPython } from './judge/python.ts';
import { modelFolder } from './model-folder.ts';

const program = join(import.meta.dirname, '..', 'tools', 'quality', 'judge.py');

async function main(): Promise<number> {
  const given = parseJudgeArguments(process.argv.slice(2));
  if (!given) {
    printLine(usage);
    return 0;
  }
  const found = findPython(process.env);
  if (found.python === null) throw new ArgumentError(found.problem);
  const model = given.model === null ? [] : ['--model', modelFolder(given.model)];
  return exitCodeOf(found.python, [program, ...model, ...given.passedOn]);
}

/** Its output is the command's. Ctrl+C reaches it, too: both are in the terminal's foreground. */
function exitCodeOf(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

await runCommand(main);
