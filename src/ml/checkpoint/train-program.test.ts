/** All hosts import text only as a module, so `train.py` stands in `train-program.ts` once more. After a change: npx vitest run train-program -u */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { trainProgram } from './train-program.ts';

const source = await readFile(new URL('train.py', import.meta.url), 'utf8');

it('is train.py', async () => {
  const literal = source.replace(/[\\`]|\$(?=\{)/g, '\\$&');
  await expect(
    `/** Generated from train.py by train-program.test.ts: what a checkpoint folder carries to go on with diffusers elsewhere. */\nexport const trainProgram = \`${literal}\`;\n`,
  ).toMatchFileSnapshot('train-program.ts');
  expect(trainProgram).toBe(source);
});
