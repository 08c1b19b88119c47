import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ArgumentError } from '../arguments.ts';
import { parseJudgeArguments } from './arguments.ts';
import { judgedFolder } from './files.ts';

it('checks the options and passes them on to the program', () => {
  expect(parseJudgeArguments(['--model', 'x'])).toEqual({ model: 'x', passedOn: [] });
  const sheet = join(tmpdir(), 'x.png');
  const line = `--model x --count 200 --seed 7 --guidance 1,2.5 --steps 25 --scheduler ddim --data digits --sheet ${sheet} --bfloat16 --json`;
  expect(parseJudgeArguments(line.split(' '))).toEqual({
    model: 'x',
    passedOn: [
      '--count=200',
      '--seed=7',
      '--guidance=1,2.5',
      '--steps=25',
      '--scheduler=ddim',
      '--data=digits',
      `--sheet=${sheet}`,
      '--bfloat16',
      '--json',
    ],
  });
  const here = import.meta.filename;
  expect(parseJudgeArguments(['--data', 'digits', '--tensors', `0=${here},1=${here}`])?.model).toBeNull();
  expect(parseJudgeArguments(['--help'])).toBeNull();
});

it.each([
  ['', /--model .*or --tensors/],
  ['--model x --tensors a', /Either --model/],
  ['--tensors a', /--tensors needs --data/],
  ['--model x --count 1', /--count must be a whole number from 2 to 100000, not "1"/],
  ['--model x --seed -1', /--seed must be a whole number/],
  ['--model x --steps 0', /--steps must be a whole number/],
  ['--model x --guidance 1,,2', /--guidance must be a number from 0 to 20/],
  ['--model x --guidance 1,lolwut', /--guidance must be a number from 0 to 20, not "lolwut"/],
  ['--model x --scheduler best', /--scheduler must be one of ddim, .*, not "best"/],
  ['--model x --sheet x.jpg', /--sheet must end in \.png/],
  ['--model x --sheet /nowhere/at/all/x.png', /--sheet: there is no folder/],
  ['--model x --data nowhere', /--data must be one of cifar10, .*, not "nowhere"/],
  ['--data digits --tensors 3=nowhere.safetensors', /--tensors: there is no file nowhere\.safetensors/],
  ['--model x --what', /--what/],
])('refuses in one line before Python starts: %s', (line, message) => {
  const parse = () => parseJudgeArguments(line.split(' ').filter(Boolean));
  expect(parse).toThrow(ArgumentError);
  expect(parse).toThrow(message);
});

it('looks for the model before it looks for Python', () => {
  expect(judgedFolder('digits')).toMatch(/models\/digits$/);
  expect(() => judgedFolder('/nowhere/at/all')).toThrow(
    /^There is no folder \/nowhere\/at\/all, and no model .* there are: .*digits/,
  );
  expect(() => judgedFolder(tmpdir())).toThrow('holds no network');
  expect(() => judgedFolder('hf:owner/name')).toThrow('the judge reads folders');
});
