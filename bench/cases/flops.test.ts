import { expect, test } from 'vitest';
import { cases } from './case.ts';
import { caseFlops, forwardFlops, recipeLayers, trainingFlops } from './flops.ts';

test("the article's network agrees with a count by hand", () => {
  // Multiply-adds per image. Each of the four layers has a 4 x 4 filter.
  const encoder0 = 16 * 3 * 64 * 16 * 16;
  const encoder2 = 16 * 64 * 128 * 8 * 8;
  const decoder0 = 16 * 128 * 64 * 8 * 8;
  const decoder2 = 16 * 64 * 3 * 16 * 16;
  const forward = 2 * (encoder0 + encoder2 + decoder0 + decoder2);
  expect(forwardFlops(recipeLayers('article'))).toBe(forward);
  // The gradient with respect to the pictures is not needed.
  expect(caseFlops(cases.article)).toBe(64 * (3 * forward - 2 * encoder0));
});

/**
 * Multiply-adds per pixel of a ResNet block, including its shortcut if the number of channels
 * changes.
 */
const resnet = (from: number, to: number) => 9 * from * to + 9 * to * to + (from === to ? 0 : from * to);
const attention = (channels: number, length: number) => 4 * channels * channels + 2 * length * channels;

test("tiny's network agrees with a count by hand", () => {
  const c = 32;
  const down = 1024 * (9 * 3 * c + resnet(c, c)) + 256 * (9 * c * c + resnet(c, c)) + 64 * (9 * c * c + resnet(c, c));
  // One attention on the way down, one in the middle, two on the way up.
  const attentions = 64 * attention(c, 64) * (1 + 1 + 2);
  const middle = 64 * 2 * resnet(c, c);
  const up = 2 * resnet(2 * c, c);
  const ups = 64 * up + 256 * (9 * c * c + up) + 1024 * (9 * c * c + up) + 1024 * 9 * c * 3;
  // 11 ResNet blocks; the time embedding has 64 features.
  const time = 32 * 64 + 64 * 64 + 11 * 64 * c;
  const forward = 2 * (down + attentions + middle + ups + time);
  expect(forwardFlops(recipeLayers('tiny'))).toBe(forward);
  expect(trainingFlops(recipeLayers('tiny'))).toBe(3 * forward - 2 * (1024 * 9 * 3 * c + 32 * 64));
});

test.each([
  ['tiny', 251_191_296],
  ['small', 972_759_040],
  ['ddpm-cifar10', 12_443_713_536],
] as const)("%s: what torch.utils.flop_counter counts in diffusers' UNet2DModel", (name, forward) => {
  expect(forwardFlops(recipeLayers(name))).toBe(forward);
});

test('fifty steps of sixteen images are 800 forward passes', () => {
  expect(caseFlops(cases.ddim)).toBe(800 * forwardFlops(recipeLayers('tiny')));
});

test('the block agrees with a count by hand', () => {
  expect(caseFlops(cases.block)).toBe(16 * 3 * 2 * (2 * 9 * 64 * 64 * 256 + 128 * 64));
});
