/**
 * Models that ship with the page: their size limits, their index, and errors in a model's folder.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { cardFile, parseCard } from '../src/ml/checkpoint/card.ts';

/**
 * Limits on the whole folder in bytes, which a visitor has to wait for, in the order in which the
 * page shows the models.
 */
export const sizeLimits: ReadonlyMap<string, number> = new Map([
  ['digits', 1e6],
  ['emoji', 2e6],
  ['cifar10', 16e6],
  ['article', 2e6],
]);

export const indexFile = 'index.json';

/** The index of models, for a page, which cannot list a folder. */
export function indexOf(names: readonly string[]): string {
  const known = [...sizeLimits.keys()].filter((name) => names.includes(name));
  return `${JSON.stringify({ version: 1, models: [...known, ...names.filter((name) => !sizeLimits.has(name))] }, null, 2)}\n`;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One sentence for each difference between the folder and its card; empty if they agree. */
export async function faultsOf(directory: string, name: string): Promise<readonly string[]> {
  const file = join(directory, cardFile);
  if (!existsSync(file)) return [`${cardFile} is missing`];
  const card = parseCard(await readFile(file));
  if (!card) return [`${cardFile} is malformed`];
  const faults: string[] = [];
  if (card.name !== name) faults.push(`${cardFile} is that of ${card.name}`);
  const there = await filesIn(directory);
  let total = (await stat(file)).size;
  for (const { path, bytes, sha256 } of card.files) {
    if (!there.delete(path)) faults.push(`${path} is missing`);
    else {
      const content = await readFile(join(directory, path));
      total += content.length;
      if (content.length !== bytes) faults.push(`${path} has ${content.length} bytes, not ${bytes}`);
      if (sha256Of(content) !== sha256) faults.push(`${path} has another hash`);
    }
  }
  there.delete(cardFile);
  for (const path of there) faults.push(`${path} is not in the card`);
  const limit = sizeLimits.get(name);
  if (limit === undefined) faults.push('no limit of its size is known');
  else if (total > limit) faults.push(`it has ${total} bytes, more than ${limit}`);
  return faults;
}

async function filesIn(directory: string): Promise<Set<string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return new Set(files.map(({ parentPath, name }) => relative(directory, join(parentPath, name)).split(sep).join('/')));
}
