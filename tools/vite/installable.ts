/**
 * Makes the page an installable application that opens offline: adds its manifest, and our own
 * service worker (`src/offline/service-worker.ts`) with the list of files that it stores. There are
 * two builds, the page's and the benchmark's; the second one writes the list again.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin, PluginOption } from 'vite';
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa';
import { words as english } from '../../src/words/en/index.ts';
import { type LanguageTag, languageTags, manifestFile, original } from '../../src/words/languages.ts';
import type { TranslatedWords } from '../../src/words/shape.ts';
import { wordsOf } from './words-of.ts';

const dist = 'dist';

/**
 * The code, and the parts of the models that are shown before one is chosen. Sets and weights are
 * stored when they are used.
 */
const keptFiles = [
  '{index,bench,404}.html',
  'unknown-address.js',
  '{changelog,licences,licences-bench}.txt',
  'manifest*.webmanifest',
  'assets/*',
  'doors/*',
  'films/*',
  'models/index.json',
  'models/*/{card.json,sheet.png}',
];

export function installable(): PluginOption {
  return [translatedManifests(), serviceWorkerAndManifest()];
}

/** A manifest has one language, so the page's script links the one in the page's language. */
function translatedManifests(): Plugin {
  return {
    name: 'translated-manifests',
    apply: 'build',
    async generateBundle() {
      for (const tag of languageTags) {
        if (tag === original) continue;
        const source = JSON.stringify(manifestIn(tag, await wordsOf(tag)));
        this.emitFile({ type: 'asset', fileName: manifestFile(tag), source });
      }
    },
  };
}

const manifestIn = (tag: LanguageTag, { page }: TranslatedWords): Partial<ManifestOptions> => ({
  lang: tag,
  name: page.name,
  short_name: page.shortName,
  description: page.tagline,
  start_url: './',
  scope: './',
  display: 'standalone',
  // The page's own theme-color sets the same colour for each of the two themes.
  theme_color: '#ffffff',
  background_color: '#ffffff',
  categories: ['education'],
  icons: [
    { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
});

function serviceWorkerAndManifest(): PluginOption {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'service-worker.ts',
    injectRegister: false,
    includeManifestIcons: false,
    manifest: manifestIn(original, english),
    integration: {
      beforeBuildServiceWorker({ injectManifest }) {
        // The plugin would add the manifest with its own hash; here it is a normal file.
        injectManifest.additionalManifestEntries = [];
      },
    },
    injectManifest: {
      globPatterns: keptFiles,
      // By SHA-256, which the worker compares with the received bytes.
      manifestTransforms: [
        async (entries) => ({
          manifest: await Promise.all(
            entries.map(async ({ url, size }) => ({ url, size, revision: await hashOf(join(dist, url)) })),
          ),
        }),
      ],
    },
  });
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
