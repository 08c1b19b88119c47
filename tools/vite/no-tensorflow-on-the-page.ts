import type { Plugin } from 'vite';

/**
 * Fails the build if tfjs gets into a chunk of the page: it belongs in the engine's worker, and on
 * the page it would double a visitor's download. Vite bundles workers separately, without the
 * page's plugins, so every chunk seen here belongs to the page.
 */
export function noTensorflowOnThePage(): Plugin {
  return {
    name: 'no-tensorflow-on-the-page',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const module = chunk.moduleIds.find((id) => id.includes('/@tensorflow/'));
        if (module !== undefined) this.error(`${chunk.fileName} is part of the page and holds ${module}`);
      }
    },
  };
}
