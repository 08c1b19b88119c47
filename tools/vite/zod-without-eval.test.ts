import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutEval } from './zod-without-eval.ts';

const { resolve } = createRequire(import.meta.url);

test('no schema class compiles a parser', () => {
  const code = readFileSync(join(dirname(resolve('zod/package.json')), 'v4/classic/schemas.js'), 'utf8');
  expect(code).toContain('JIT');
  expect(withoutEval(code)).not.toContain('JIT');
});
