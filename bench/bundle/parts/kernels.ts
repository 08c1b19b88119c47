/**
 * Compares every kernel with its reference: the project's own tests, then training sizes, for which
 * those tests have no time. Runs only compiled, because the sources' tests need vitest.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digits } from '../../report/figures.ts';
import { left, right } from '../../report/table.ts';
import { runTestFile } from '../kernel-tests/run-test-file.ts';
import { requireAdapter, runPartProgram, tellData, tellProgress, tellTable } from './part.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const testFolder = join(root, 'src', 'ml', 'kernels');
const testFile = /\.webgpu\.test\.js$/;
const setup = ['equal-bytes', 'dawn'].map((name) => join(root, 'tools', 'vitest', `${name}.js`));

await runPartProgram(async ({ seconds }, signal) => {
  const kind = await requireAdapter();
  const inTests = await runTests(seconds, signal);
  if (signal.aborted) return false;
  const { batchFor } = await import('../layers.ts');
  const batch = batchFor(kind);
  const { compareSteps } = await import('../kernel-tests/training-steps.ts');
  const inSteps = await compareSteps(batch, signal);
  if (signal.aborted) return false;
  const { compareLayers } = await import('../kernel-tests/training-layers.ts');
  return (await compareLayers(batch, signal)) && inTests && inSteps;
});

async function runTests(seconds: number, signal: AbortSignal): Promise<boolean> {
  const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' }).filter((file) => testFile.test(file));
  const rows: string[][] = [];
  const notes: string[] = [];
  const failed: string[] = [];
  const tellReached = () => tellProgress('test files', rows.length, files.length, failed);
  tellReached();
  for (const file of files.sort()) {
    if (signal.aborted) break;
    const start = performance.now();
    const { passed, failures } = await runTestFile(join(testFolder, file), setup, { test: 1000 * seconds });
    const took = (performance.now() - start) / 1000;
    const name = file.replace(testFile, '');
    rows.push([name, String(passed), String(failures.length), `${digits(took)} s`]);
    failed.push(...failures.map((failure) => `${name}: ${failure.name}`));
    notes.push(...failures.map((failure) => `${name}: ${failure.name}: ${firstLine(failure.message)}.`));
    tellReached();
    tellData({ tests: name, passed, failures, seconds: took });
    tellTable({
      title: 'Unit tests of the kernels',
      columns: [left('file'), right('passed'), right('failed'), right('took')],
      rows,
      notes,
    });
  }
  return failed.length === 0;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
