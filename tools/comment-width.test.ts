/**
 * Comments wrap at 100 columns, code at 120 (biome.json, ruff.toml). Two kinds of line may be
 * longer: a directive for the linter, which must stay on one line, and a formula.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const project = join(import.meta.dirname, '..');
const commentWidth = 100;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(project, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* sources(path);
    else if (/\.(tsx?|mjs|css|py)$/.test(entry.name)) yield path;
  }
}

const isComment = (line: string): boolean => /^\s*(\/\*|\*|\/\/|\{\/\*)/.test(line);
const mayBeLong = (line: string): boolean => /biome-ignore|@ts-|^\s*\* {3}/.test(line);

/** Which lines of a Python file are comments or belong to a docstring. */
function pythonComments(lines: readonly string[]): boolean[] {
  let inDocstring = false;
  return lines.map((line) => {
    const quotes = line.split('"""').length - 1;
    const isText = inDocstring || quotes > 0 || /^\s*#/.test(line);
    if (quotes === 1) inDocstring = !inDocstring;
    return isText;
  });
}

function tooWide(path: string): string[] {
  const lines = readFileSync(join(project, path), 'utf8').split('\n');
  const isPython = path.endsWith('.py');
  const comments = isPython ? pythonComments(lines) : lines.map((line) => isComment(line) && !mayBeLong(line));
  // Nothing in `npm test` formats Python, so its code is measured here.
  const codeWidth = isPython ? 120 : Number.POSITIVE_INFINITY;
  return lines.flatMap((line, index) =>
    line.length > (comments[index] ? commentWidth : codeWidth) ? [`${path}:${index + 1}`] : [],
  );
}

it('no comment is wider than 100 columns, and no line of Python than 120', () => {
  const read = ['bench', 'cli', 'e2e', 'packages', 'src', 'tools'].flatMap((folder) => [...sources(folder)]);
  expect(read.length).toBeGreaterThan(1_000);
  expect(read.flatMap(tooWide)).toEqual([]);
});
