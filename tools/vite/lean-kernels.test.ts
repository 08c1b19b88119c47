import { expect, test } from 'vitest';
import { lean } from './lean-kernels.ts';

test('removes comments and white space that neither TypeScript nor WGSL needs', () => {
  const module = [
    '// A module.',
    'export const text = /* wgsl */ `',
    '    // Half of it.',
    '    fn half(x : f32) -> f32 {',
    '',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a module's text
    '      return x / ${2}.0;',
    '    }',
    '`;',
  ].join('\n');
  expect(lean(module).split('\n')).toEqual([
    'export const text = /* wgsl */ `',
    'fn half(x : f32) -> f32 {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a module's text
    'return x / ${2}.0;',
    '}',
    '`;',
  ]);
});
