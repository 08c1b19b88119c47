import { describe, expect, it } from 'vitest';
import { missingPartOf, PlaygroundError, reportOf } from './errors.ts';

describe('a part that could not be fetched', () => {
  it.each([
    ['Chromium', 'Failed to fetch dynamically imported module: https://a.example/p/assets/Film-Ab1.js', 'Film-Ab1.js'],
    ['Firefox', 'error loading dynamically imported module: https://a.example/p/assets/Film-Ab1.js', 'Film-Ab1.js'],
    ['Safari', 'Importing a module script failed.', 'script'],
    ['Vite', 'Unable to preload CSS for /p/assets/Film-Ab1.css', 'Film-Ab1.css'],
  ])('is recognized in %s, and named', (_, message, part) => {
    expect(missingPartOf(new TypeError(message))).toBe(part);
    expect(reportOf(new TypeError(message))).toMatchObject({ code: 'part-missing', values: { part } });
  });

  it('is not found in other errors', () => {
    expect(missingPartOf(new TypeError('Failed to fetch'))).toBeNull();
    expect(missingPartOf('Unable to preload CSS for x')).toBeNull();
    expect(reportOf(new PlaygroundError('worker-died')).code).toBe('worker-died');
  });
});
