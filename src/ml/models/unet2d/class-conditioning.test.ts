import { expect, test } from 'vitest';
import { classConditioning } from './class-conditioning.ts';
import { parseUNet2DConfig } from './config.ts';

const config = parseUNet2DConfig({ sample_size: 8, num_class_embeds: 11 });

test('a network with a label of "no class" uses the first rows of its table for a set with fewer classes', () => {
  expect(classConditioning(config, 3, 10)).toEqual({ count: 11, classes: 3, noClass: 10, named: true });
  expect(classConditioning(config, 10, 10)).toEqual(classConditioning(config, 10));
});

test('it uses that label for a set without classes', () => {
  expect(classConditioning(config, 0, 10)).toEqual({ count: 11, classes: null, noClass: 10, named: false });
});

test('a network without such a label uses all rows in turn', () => {
  expect(classConditioning(config, 3)).toEqual({ count: 11, classes: 11, noClass: null, named: false });
  expect(classConditioning(config, 3, 7)).toEqual(classConditioning(config, 3));
});
