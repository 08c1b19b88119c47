/**
 * Comments wrap at 100 columns, code at 120 (biome.json). Two kinds of line may be longer: a
 * directive for the linter, which must stay on one line, and a formula.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const project = join(import.meta.dirname, '..');
const width = 100;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(project, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* sources(path);
    else if (/\.(tsx?|mjs|css)$/.test(entry.name)) yield path;
  }
}

const isComment = (line: string): boolean => /^\s*(\/\*|\*|\/\/|\{\/\*)/.test(line);
const mayBeLong = (line: string): boolean => /biome-ignore|@ts-|^\s*\* {3}/.test(line);

it('no comment is wider than 100 columns', () => {
  const read = ['bench', 'cli', 'e2e', 'packages', 'src', 'tools'].flatMap((folder) => [...sources(folder)]);
  expect(read.length).toBeGreaterThan(1_000);
  const wide = read.flatMap((path) =>
    readFileSync(join(project, path), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        line.length > width && isComment(line) && !mayBeLong(line) ? [`${path}:${index + 1}`] : [],
      ),
  );
  expect(wide).toEqual([]);
});
