import { expect, test } from 'vitest';
import { wholeAddress } from './whole-address.ts';

test('is a folder, without query and fragment', () => {
  expect(wholeAddress('PAGE_URL', 'https://example.org/playground?a#b').href).toBe('https://example.org/playground/');
  expect(wholeAddress('ASSETS_URL', 'http://localhost:8080').href).toBe('http://localhost:8080/');
});

test.each(['example.org', 'ftp://example.org', 'javascript:alert(1)'])('%s is refused', (address) => {
  expect(() => wholeAddress('PAGE_URL', address)).toThrow(/PAGE_URL must be/);
});
