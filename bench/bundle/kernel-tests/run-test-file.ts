/** Runs one test file in this process, without vitest's bundler and server. */
import { pathToFileURL } from 'node:url';
import { type File, startTests, type VitestRunner } from '@vitest/runner';
import { getTests } from '@vitest/runner/utils';

export interface TestFileResult {
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

/** ms */
export interface TestLimits {
  readonly test: number;
}

let imports = 0;

/**
 * Imports the `setup` files again for every test file, because the hooks that they register apply
 * only to the file in progress.
 */
export async function runTestFile(file: string, setup: readonly string[], limits: TestLimits): Promise<TestFileResult> {
  const runner: VitestRunner = {
    config: {
      root: '/',
      setupFiles: [...setup],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: limits.test,
      hookTimeout: limits.test,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: (path) => import(/* @vite-ignore */ `${pathToFileURL(path).href}?${imports++}`),
  };
  const [result] = await startTests([file], runner);
  if (result === undefined) throw new Error(`${file} was not run`);
  return resultOf(result);
}

function resultOf(file: File): TestFileResult {
  const failures: { name: string; message: string }[] = [];
  let passed = 0;
  if (file.result?.state === 'fail' && file.result.errors?.length)
    failures.push({ name: 'the file', message: file.result.errors[0]?.message ?? 'failed' });
  for (const test of getTests(file)) {
    if (test.result?.state === 'pass') passed++;
    else failures.push({ name: test.fullTestName, message: test.result?.errors?.[0]?.message ?? 'was not run' });
  }
  return { passed, failures };
}
