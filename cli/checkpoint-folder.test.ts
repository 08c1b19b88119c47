import { expect, it } from 'vitest';
import { readCheckpointFolder } from './checkpoint-folder.ts';
import { exitCodeOf } from './command.ts';

it('calls a folder that is not there a bad argument', async () => {
  const error: unknown = await readCheckpointFolder('/nowhere/at/all').catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'checkpoint-not-one', values: { name: '/nowhere/at/all' } });
  expect(exitCodeOf(error)).toBe(2);
});
