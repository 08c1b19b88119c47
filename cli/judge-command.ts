/**
 * `npm run judge`: measures the quality of a network's samples with tools/quality/judge.py, which
 * needs a Python with PyTorch and diffusers.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ArgumentError } from './arguments.ts';
import { printLine, runCommand } from './command.ts';
import { parseJudgeArguments, usage } from './judge/arguments.ts';
import { judgedFolder } from './judge/files.ts';
import { findPython } from './judge/python.ts';

const program = join(import.meta.dirname, '..', 'tools', 'quality', 'judge.py');

async function main(): Promise<number> {
  const given = parseJudgeArguments(process.argv.slice(2));
  if (!given) {
    printLine(usage);
    return 0;
  }
  // Errors in the arguments are reported before a Python is searched.
  const model = given.model === null ? [] : ['--model', judgedFolder(given.model)];
  const found = findPython(process.env);
  if (found.python === null) throw new ArgumentError(found.problem);
  return exitCodeOf(found.python, [program, ...model, ...given.passedOn]);
}

/**
 * Its output is that of the command. Ctrl+C reaches it too, because both are in the terminal's
 * foreground.
 */
function exitCodeOf(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

await runCommand(main);
