import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from './python.ts';

/** Programs that answer like Pythons with and without PyTorch. */
let folder: string;
const PATH = process.env.PATH ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pythons-'));
  await program('bare/python3', 'echo torch diffusers PIL');
  await program('whole/python3', 'echo');
  await program('own/.venv/bin/python', 'echo');
  await program('poor/.venv/bin/python', 'echo torch');
  await mkdir(join(folder, 'empty'));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(path: string, line: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
}

const within = (name: string) => join(folder, name);
/** `name`: the only folder that is searched, so that no Python of this machine is found. */
const searching = (name: string) => ({ PATH: within(name) });

describe('finds', () => {
  it('the Python that PYTHON names', () => {
    const python = within('whole/python3');
    expect(findPython({ PATH, PYTHON: python }, within('own'))).toEqual({ python });
  });
  it('the Python in .venv, else the one on PATH', () => {
    expect(findPython(searching('bare'), within('own'))).toEqual({ python: within('own/.venv/bin/python') });
    expect(findPython(searching('whole'), within('empty'))).toEqual({ python: 'python3' });
    expect(findPython(searching('whole'), within('poor'))).toEqual({ python: 'python3' });
  });
});

describe('says in one line what is missing', () => {
  const problemOf = (env: Record<string, string>, repository: string) => {
    const found = findPython(env, within(repository));
    return found.python === null ? found.problem : expect.fail(`found ${found.python}`);
  };
  it('for each Python that runs', () => {
    const line = problemOf(searching('bare'), 'poor');
    expect(line).toMatch(
      /\.venv\/bin\/python lacks torch; python3 lacks torch, diffusers, pillow\. .*pip install torch/,
    );
    expect(line).not.toContain('\n');
  });
  it('if no Python runs', () => {
    expect(problemOf(searching('empty'), 'empty')).toMatch(/PyTorch: there is no python3\./);
  });
  it('for the Python that PYTHON names, even if there are others', () => {
    const env = { PATH: [within('whole'), PATH].join(delimiter), PYTHON: within('bare/python3') };
    expect(problemOf(env, 'own')).toMatch(/bare\/python3 lacks torch, diffusers, pillow\./);
    expect(problemOf({ ...env, PYTHON: '/nowhere/python' }, 'own')).toMatch(
      /PYTHON is \/nowhere\/python, which does not/,
    );
  });
});
