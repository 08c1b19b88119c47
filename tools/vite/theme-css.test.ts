import { expect, test } from 'vitest';
import { themeCss } from './theme-css.ts';

test('the stylesheet has the theme’s own variables, and not those that Mantine’s stylesheet already has', () => {
  const css = themeCss();
  expect(css).toContain('--mantine-color-iris-7: #5753c6;');
  expect(css).toMatch(/:root\[data-mantine-color-scheme="dark"\], [^{]*\{[^}]*--surface: #1c1d21;/);
  expect(css).not.toContain('--mantine-color-red-6:');
});
