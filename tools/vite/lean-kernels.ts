/**
 * The kernels' WGSL as shipped: without comments and indentation, which no minifier removes from a
 * string.
 */
import type { Plugin } from 'vite';

const kernels = /\/src\/ml\/kernels\/.*\.ts$/;

/** Processes a whole module: for TypeScript these lines and spaces have no meaning either. */
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
