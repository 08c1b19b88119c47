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
    tensors: null,
    asked: { sampler: null, steps: null, eta: null, className: null, guidance: null, weights: null },
    samplerFlags: [],
    json: false,
  });
});

it.each([
  ['ddim', 'ddim'],
  ['unipc', 'unipc'],
  ['HeunDiscreteScheduler', 'heun'],
])('accepts both names of a scheduler: %s', (name, sampler) => {
  const given = parseSampleArguments([...needed, '--scheduler', name, '--guidance', '7.5']);
  expect(given?.asked).toMatchObject({ sampler, guidance: 7.5 });
  expect(given?.samplerFlags).toEqual(['scheduler', 'guidance']);
});

it('takes every flag', () => {
  const tensors = join(tmpdir(), 'x.safetensors');
  const line = `--steps 20 --eta 0.5 --class cat --weights raw --count 4 --seed 7 --backend cpu --tensors ${tensors} --json`;
  expect(parseSampleArguments([...needed, ...line.split(' ')])).toMatchObject({
    asked: { steps: 20, eta: 0.5, className: 'cat', weights: 'raw' },
    count: 4,
    seed: 7,
    backend: 'cpu',
    tensors,
    json: true,
  });
});

describe('refuses an invalid value, even if the network would not use it', () => {
  const cases: [string, RegExp][] = [
    ['--scheduler lolwut', /--scheduler must be one of ddim, ddpm, .*, not "lolwut"/],
    ['--guidance abc', /--guidance must be a number from 0 to 20, not "abc"/],
    ['--guidance -1', /--guidance must be a number from 0 to 20, not "-1"/],
    ['--guidance NaN', /--guidance/],
    ['--steps 0', /--steps must be a whole number/],
    ['--eta 2', /--eta must be a number from 0 to 1/],
    ['--weights old', /--weights must be one of ema, raw/],
    ['--tensors x.npz', /--tensors must end in .safetensors/],
  ];
  it.each(cases)('%s', (line, message) => {
    const parse = () => parseSampleArguments([...needed, ...line.split(' ')]);
    expect(parse).toThrow(ArgumentError);
    expect(parse).toThrow(message);
  });
});

describe('refuses, before computing, a file that it could not write', () => {
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
