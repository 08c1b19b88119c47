import { expect, test } from 'vitest';
import { readGoldenUNet2D } from '../../../../tools/golden/unet2d.ts';
import { currentParameterName } from './deprecated-names.ts';

/** Renames a state dict to the names that diffusers used before version 0.17. */
function deprecated(name: string): string {
  return name
    .replace('.to_q.', '.query.')
    .replace('.to_k.', '.key.')
    .replace('.to_v.', '.value.')
    .replace('.to_out.0.', '.proj_attn.');
}

const names = Object.keys(readGoldenUNet2D().cifar10.shapes);

test('every old name becomes the new one', () => {
  const old = names.map(deprecated);
  expect(old.filter((name) => !names.includes(name))).toHaveLength(6 * 8);
  expect(old.map(currentParameterName)).toEqual(names);
});

test('keeps current names', () => {
  expect(names.map(currentParameterName)).toEqual(names);
});

test.each(['query.weight', 'mid_block.query.weight', 'mid_block.attentions.0.query', 'attentions.0.value.weight.x'])(
  'only parts of an attention are renamed: %s',
  (name) => {
    expect(currentParameterName(name)).toBe(name);
  },
);
