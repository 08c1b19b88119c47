import { expect, test } from 'vitest';
import { convolutionLayers, layerFlops, layerTitle } from './convolution-layers.ts';
import { recipeLayers } from './flops.ts';

test('lists each layer size of the networks once, the most expensive first', () => {
  const layers = convolutionLayers(['tiny', 'ddpm-cifar10']);
  const titles = layers.map(layerTitle);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles).toContain('3 x 3, 3 to 32 channels, 32 x 32');
  expect(titles).toContain('3 x 3, 32 to 32 channels, 32 x 32, stride 2');
  expect(titles).toContain('3 x 3, 256 to 256 channels, 8 x 8');
  expect(titles.at(0)).toBe('3 x 3, 32 to 32 channels, 32 x 32');
});

test('the FLOPs are those of the benchmark', () => {
  const largest = Math.max(...convolutionLayers(['tiny']).map(layerFlops));
  expect(largest).toBe(Math.max(...recipeLayers('tiny').map(({ forward }) => forward)));
});
