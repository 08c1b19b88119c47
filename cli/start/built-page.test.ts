import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newestChange } from './built-page.ts';

test('finds the newest file among files and the contents of folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'newest-'));
  try {
    const deep = join(folder, 'a', 'b');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'c'), '');
    writeFileSync(join(folder, 'd'), '');
    utimesSync(join(deep, 'c'), 300, 300);
    utimesSync(join(folder, 'd'), 200, 200);
    for (const path of [deep, join(folder, 'a'), folder]) utimesSync(path, 100, 100);
    expect(newestChange([join(folder, 'd')])).toBe(200_000);
    expect(newestChange([folder])).toBe(300_000);
    expect(newestChange([join(folder, 'absent')])).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
