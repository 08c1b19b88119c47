/** The kernels' WGSL as it is shipped: without its comments and its indentation, which no minifier takes out of a text. */
import type { Plugin } from 'vite';

const kernels = /\/src\/ml\/kernels\/.*\.ts$/;

/** Of a whole module: to TypeScript these lines and spaces mean nothing either. */
export function lean(code: string): string {
  return code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
}

export function leanKernels(): Plugin {
  return {
    name: 'lean-kernels',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) => (kernels.test(id) ? { code: lean(code), map: null } : null),
  };
}
