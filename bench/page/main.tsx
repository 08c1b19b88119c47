import '../../src/styles/mantine.ts';
import 'virtual:theme.css';
import '../../src/styles/page.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { holdVersion } from '../../src/offline/hold-version.ts';
import { languageIn } from '../../src/share/link-language.ts';
import { provider } from '../../src/theme.ts';
import { original } from '../../src/words/languages.ts';
import { openingLanguage } from '../../src/words/opening-language.ts';
import { BenchPage } from './BenchPage.tsx';
import { browserName } from './browser-name.ts';
import { startMeasurement } from './client.ts';
import { BenchContext, createBench } from './store.ts';
import { speakBench, startBenchWords } from './words.ts';

/**
 * A function, not top-level code with `await`: a language's words import this entry file's chunk
 * and would wait for it for ever.
 */
async function openPage(): Promise<void> {
  const bench = createBench({
    startMeasurement,
    address: () => location.href,
    browser: browserName(navigator.userAgent),
    now: () => Date.now(),
  });
  const openLink = (): void => void bench.getState().openLink();
  window.addEventListener('hashchange', openLink);
  openLink();

  holdVersion();

  const root = document.getElementById('root');
  if (!root) throw new Error('bench.html has no #root');
  await startBenchWords();
  await speakBench(openingLanguage(languageIn(location.href), navigator.languages)).catch((error: unknown) => {
    // The page works in the original language, whose words are always there.
    reportError(error);
    return speakBench(original);
  });
  createRoot(root).render(
    <StrictMode>
      <MantineProvider {...provider}>
        <BenchContext value={bench}>
          <BenchPage />
        </BenchContext>
      </MantineProvider>
    </StrictMode>,
  );
}

openPage().catch(reportError);
