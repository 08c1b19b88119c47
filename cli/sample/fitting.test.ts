import { expect, it } from 'vitest';
import { shippedSets } from '../../src/ml/config.ts';
import { ArgumentError } from '../arguments.ts';
import type { AskedSampling } from './arguments.ts';
import { fitting, type Samplable } from './fitting.ts';

const nothing: AskedSampling = {
  sampler: null,
  steps: null,
  eta: null,
  className: null,
  guidance: null,
  weights: null,
};
const plain: Samplable = {
  prediction: 'epsilon',
  labels: 0,
  classNames: [],
  nearest: null,
  answersWithoutClass: true,
  hasRaw: true,
};
const { classNames } = shippedSets.cifar10;
const classes: Samplable = { ...plain, labels: 10, classNames };
const others: Samplable = { ...plain, labels: 1000, answersWithoutClass: false };
const flow: Samplable = { ...plain, prediction: 'flow' };

it('has defaults for every network', () => {
  const rest = { steps: 50, eta: 0, guidance: 1, classIndex: null, weights: 'ema' };
  expect(fitting(plain, nothing)).toEqual({ sampler: 'ddim', ...rest });
  expect(fitting(flow, nothing)).toEqual({ sampler: 'flow-match-euler', ...rest });
  expect(fitting(classes, nothing)).toEqual({ sampler: 'ddim', ...rest });
  expect(fitting(classes, { ...nothing, className: 'cat' })).toMatchObject({ classIndex: 3, guidance: 2 });
  expect(fitting(classes, { ...nothing, className: 'Cat' }).classIndex).toBe(3);
  const many = { ...classes, labels: 3, classNames: ['Käthe', 'Leo', '0'] };
  expect(fitting(many, { ...nothing, className: 'Käthe' }).classIndex).toBe(0);
  expect(fitting(many, { ...nothing, className: '0' }).classIndex, 'a name before a number').toBe(2);
  const always = { ...classes, answersWithoutClass: false };
  expect(fitting(always, { ...nothing, className: 'cat' })).toMatchObject({ classIndex: 3, guidance: 1 });
});

it('takes the number of a class without a name, and the sampler closest to the model’s scheduler', () => {
  expect(fitting(others, { ...nothing, className: '417' })).toMatchObject({ classIndex: 417, guidance: 1 });
  expect(fitting(classes, { ...nothing, className: '3' })).toMatchObject({ classIndex: 3, guidance: 2 });
  expect(fitting({ ...plain, nearest: 'dpm' }, nothing).sampler).toBe('dpm');
  expect(fitting({ ...plain, nearest: 'dpm' }, { ...nothing, sampler: 'heun' }).sampler).toBe('heun');
});

it('takes the options that were given', () => {
  const asked: AskedSampling = {
    sampler: 'ddim',
    steps: 7,
    eta: 0.5,
    className: 'ship',
    guidance: 4,
    weights: 'raw',
  };
  const { className, ...same } = asked;
  expect(fitting(classes, asked)).toEqual({ ...same, classIndex: 8 });
  expect(fitting(plain, { ...nothing, className: 'any' }).classIndex).toBeNull();
});

const cases: [string, Samplable, Partial<AskedSampling>, RegExp][] = [
  ['a scheduler for flow', plain, { sampler: 'flow-match-euler' }, /--scheduler flow-match-euler .*epsilon.*ddim/],
  ['a scheduler of betas', flow, { sampler: 'heun' }, /--scheduler heun .*flow.*flow-match-euler/],
  ['eta', plain, { sampler: 'dpm', eta: 0.5 }, /--eta is for ddim, not for dpm/],
  ['a class', plain, { className: 'cat' }, /--class cat .*no classes/],
  ['a number beyond the classes', others, { className: '1000' }, /--class 1000 .*takes a number from 0 to 999/],
  [
    'another set’s class',
    { ...plain, labels: 2, classNames: ['Mia', 'Leo'] },
    { className: 'cat' },
    /--class cat .*Mia, Leo, or/,
  ],
  ['a number for no classes', plain, { className: '3' }, /--class 3 .*no classes/],
  ['guidance to nothing', classes, { guidance: 3 }, /--guidance needs a --class/],
  ['guidance', { ...classes, answersWithoutClass: false }, { className: 'cat', guidance: 3 }, /--guidance .*without/],
  ['raw weights', { ...plain, hasRaw: false }, { weights: 'raw' }, /--weights raw/],
];
it.each(cases)('refuses in one line an option that does not fit: %s', (_, network, asked, line) => {
  const fit = () => fitting(network, { ...nothing, ...asked });
  expect(fit).toThrow(ArgumentError);
  expect(fit).toThrow(line);
});
