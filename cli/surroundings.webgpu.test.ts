/**
 * The commands on unusual machines: an odd path, an empty environment, a broken driver, a reader
 * that closes the output.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closedCode } from './closed-output.ts';
import { writeSyntheticData } from './synthetic-data.fixture.ts';

let place: string;
const at = (name: string): string => join(place, name);

/** The variables that `env -i` leaves, and the path of the browser if it was set. */
const { PATH, HOME, CHROMIUM_PATH } = process.env;
const bare: NodeJS.ProcessEnv = { PATH, HOME, ...(CHROMIUM_PATH && { CHROMIUM_PATH }) };

/** The program is in its own folder, like a clone. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'a "clone" in Zoë’s folder, it\'s 100% ours '));
  for (const part of ['cli', 'src', 'package.json', 'tsconfig.json']) await cp(part, at(part), { recursive: true });
  await symlink(resolve('node_modules'), at('node_modules'), 'junction');
  await writeSyntheticData(at('pictures & labels'), { labels: [0, 1, 2], imagesPerShard: 3 });
});
afterAll(() => rm(place, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Closes stdout, as `head -1` does, once `enough` returns true for the output so far; if it does so
 * for the empty text, at once.
 */
function run(command: string, args: string[], env: NodeJS.ProcessEnv, enough = (_: string) => false): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', `cli/${command}-command.ts`, ...args], {
      cwd: place,
      env,
    });
    let [stdout, stderr] = ['', ''];
    if (enough('')) child.stdout.destroy();
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (enough(stdout)) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', fail);
    child.on('exit', (code) => done({ code, stdout, stderr }));
  });
}

it('trains in a folder with an odd name and an empty environment, and saves when its stdout is closed', async () => {
  const args = ['--batch', '1', '--epochs', '100', '--data', 'pictures & labels', '--out', 'a run'];
  const { code, stdout, stderr } = await run('train', [...args, '--json'], bare, (seen) => seen.includes('\n'));
  expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
  expect(code).toBe(closedCode);
  const { step } = JSON.parse(await readFile(at('a run/training_state.json'), 'utf8'));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(300);
  expect(stdout.trim().split('\n').length).toBeLessThanOrEqual(step);
});

it.each([
  ['sample', ['--count', '1', '--out', 'x.png']],
  ['restore', ['--image', 'picture.png', '--out', 'x.png']],
])('%s ends silently when its stdout is closed', async (command, args) => {
  await cp('docs/screenshot.png', at('picture.png'));
  const given = ['--backend', 'cpu', '--model', 'a run', '--json', ...args];
  const { code, stderr } = await run(command, given, bare, () => true);
  expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
  expect(code).toBe(closedCode);
});

it('says in a sentence that the driver is broken', async () => {
  await writeFile(at('driver.json'), '{ "ICD": broken');
  const args = ['--batch', '1', '--steps', '1', '--data', 'pictures & labels'];
  const { code, stdout, stderr } = await run('train', args, { ...bare, VK_ICD_FILENAMES: at('driver.json') });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim().split('\n').at(-1)).toMatch(/^There is no WebGPU here .*Install a Vulkan driver/);
});
