import '../../src/styles/mantine.ts';
import '../../src/styles/page.css';
import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { holdVersion } from '../../src/offline/hold-version.ts';
import { cssVariables, theme } from '../../src/theme.ts';
import { nameDocument } from '../../src/words/i18n.ts';
import { BenchPage } from './BenchPage.tsx';
import { browserName } from './browser-name.ts';
import { startMeasurement } from './client.ts';
import { BenchContext, createBench } from './store.ts';
import { startBenchWords } from './words.ts';

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
nameDocument(document, i18next.t('pageTitle', { ns: 'bench' }));
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <BenchContext value={bench}>
        <BenchPage />
      </BenchContext>
    </MantineProvider>
  </StrictMode>,
);
