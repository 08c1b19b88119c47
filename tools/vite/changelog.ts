import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { textFile } from './text-file.ts';

/** CHANGELOG.md as changelog.txt, which every browser shows, beside the page. */
export function changelog(): Plugin {
  return {
    name: 'changelog',
    apply: 'build',
    generateBundle() {
      this.emitFile(textFile('changelog.txt', readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8')));
    },
  };
}
