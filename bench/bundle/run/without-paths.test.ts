import { expect, test } from 'vitest';
import { withoutPaths } from './without-paths.ts';

const folders = new Map([
  ['/', '~'],
  ['/home/ann', '~'],
  ['/home/ann/gpu (1)', '.'],
]);

test.each([
  ['at run (file:///home/ann/gpu (1)/app/part.js:3:1)', 'at run (file://./app/part.js:3:1)'],
  ['/home/ann/venv/bin/python ended; /home/ann: no', '~/venv/bin/python ended; ~: no'],
  ['/home/anna/driver.json of /usr/share', '/home/anna/driver.json of /usr/share'],
])('%s', (text, expected) => {
  expect(withoutPaths(text, folders)).toBe(expected);
});
