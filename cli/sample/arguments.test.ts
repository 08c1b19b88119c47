import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../arguments.ts';
import { parseSampleArguments } from './arguments.ts';

const out = join(tmpdir(), 'x.png');
const needed = ['--model', 'x', '--out', out];

it('needs a model and a file to write', () => {
  expect(parseSampleArguments(needed)).toEqual({
    model: 'x',
    out,
    count: 16,
    seed: 0,
    backend: 'webgpu',
    unused: [],
    json: false,
  });
});

it.each(['ddim', 'unipc', 'HeunDiscreteScheduler'])('notes what the recipe has no use for: --scheduler %s', (name) => {
  const given = parseSampleArguments([...needed, '--scheduler', name, '--guidance', '7.5']);
  expect(given?.unused).toEqual(['scheduler', 'guidance']);
});

describe('refuses, although the recipe would not use it', () => {
  const cases: [string, RegExp][] = [
    ['--scheduler lolwut', /--scheduler must be one of ddpm, ddim, .*, not "lolwut"/],
    ['--guidance abc', /--guidance must be a number from 0 to 100, not "abc"/],
    ['--guidance -1', /--guidance must be a number from 0 to 100, not "-1"/],
    ['--guidance NaN', /--guidance/],
    ['--steps 0', /--steps must be a whole number/],
    ['--class unicorn', /--class must be one of airplane/],
  ];
  it.each(cases)('%s', (line, message) => {
    const parse = () => parseSampleArguments([...needed, ...line.split(' ')]);
    expect(parse).toThrow(ArgumentError);
    expect(parse).toThrow(message);
  });
});

describe('refuses a file that it could not write, before it computes', () => {
  const cases: [string, RegExp][] = [
    ['/nowhere/at/all/x.png', /--out: there is no folder \/nowhere\/at\/all\.$/],
    [join(tmpdir(), 'y.jpg'), /--out must end in \.png/],
    [join(tmpdir(), 'png'), /--out must end in \.png/],
  ];
  it.each(cases)('%s', (file, message) => {
    const parse = () => parseSampleArguments(['--model', 'x', '--out', file]);
    expect(parse).toThrow(ArgumentError);
    expect(parse).toThrow(message);
  });
});
