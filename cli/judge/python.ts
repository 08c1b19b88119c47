/** Finds a Python with the packages that tools/quality imports. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Import names, with pip's names. */
const needed: Readonly<Record<string, string>> = {
  torch: 'torch',
  diffusers: 'diffusers',
  safetensors: 'safetensors',
  numpy: 'numpy',
  PIL: 'pillow',
};

export type FoundPython = { readonly python: string } | { readonly python: null; readonly problem: string };

const root = join(import.meta.dirname, '..', '..');

/**
 * Only PYTHON if it is set; otherwise the first of .venv in the repository, python3 and python that
 * lacks no package.
 */
export function findPython(env: Readonly<Record<string, string | undefined>>, repository = root): FoundPython {
  const own = join(repository, '.venv', 'bin', 'python');
  const candidates = env.PYTHON ? [env.PYTHON] : [...(existsSync(own) ? [own] : []), 'python3', 'python'];
  const faults: string[] = [];
  for (const candidate of candidates) {
    const missing = missingIn(candidate, env);
    if (missing?.length === 0) return { python: candidate };
    if (missing) faults.push(`${candidate} lacks ${missing.join(', ')}`);
    else if (env.PYTHON) faults.push(`PYTHON is ${candidate}, which does not run`);
  }
  const fault = faults.length === 0 ? 'there is no python3' : faults.join('; ');
  const packages = Object.values(needed).join(' ');
  return {
    python: null,
    problem: `The judge needs a Python with PyTorch: ${fault}. In the repository, python3 -m venv .venv && .venv/bin/pip install ${packages} makes one that is found.`,
  };
}

/**
 * pip's names of missing packages; null if it is not a working Python. Imports nothing, because
 * that takes seconds.
 */
function missingIn(python: string, env: Readonly<Record<string, string | undefined>>): readonly string[] | null {
  const modules = Object.keys(needed);
  const question = `import importlib.util as u; print(*[m for m in ${JSON.stringify(modules)} if u.find_spec(m) is None])`;
  const { status, stdout } = spawnSync(python, ['-c', question], { encoding: 'utf8', env });
  if (status !== 0) return null;
  const missing = stdout.trim().split(/\s+/).filter(Boolean);
  return missing.every((name) => name in needed) ? missing.map((name) => needed[name] ?? name) : null;
}
