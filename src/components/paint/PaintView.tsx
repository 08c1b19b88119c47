import '../../words/paint.ts';
import { Tabs } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type PaintTool, paintTools } from '../../ml/config.ts';
import { leavesOut } from '../../share/page-frame.ts';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { GeneratePanel } from '../generate/GeneratePanel.tsx';
import { ModelsButton } from '../models/Models.tsx';
import { useNetworkKind, useUntrained } from '../network/use-network.ts';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './PaintView.module.css';

const tools = {
  pictures: GeneratePanel,
  race: lazyPart(async () => (await import('./RacePanel.tsx')).RacePanel),
  guidance: lazyPart(async () => (await import('./Multiples.tsx')).GuidancePanel),
  steps: lazyPart(async () => (await import('./Multiples.tsx')).StepsPanel),
  walk: lazyPart(async () => (await import('./WalkPanel.tsx')).WalkPanel),
  forward: lazyPart(async () => (await import('../forward/ForwardPanel.tsx')).ForwardPanel),
} as const;

/**
 * One network, and several ways to use it. A network that answers in one pass can only generate.
 */
export function PaintView() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  const { paintTool, set } = usePlayground((state) => state.look);
  const hidesTools = usePlayground(({ frame }) => leavesOut(frame, 'tools'));
  if (kind === 'one-pass') return <GeneratePanel />;
  if (hidesTools)
    return (
      <div className={classes.tools}>
        <Untrained />
        <div className={classes.tool}>
          <Shown tool={paintTool} />
        </div>
      </div>
    );
  return (
    <Tabs
      value={paintTool}
      className={classes.tools}
      onChange={(value) => {
        const chosen = paintTools.find((name) => name === value);
        if (chosen) set({ paintTool: chosen });
      }}
    >
      <Tabs.List className={classes.list} aria-label={t('paint.tools')}>
        {paintTools.map((name) => (
          <Tabs.Tab key={name} value={name} className={classes.tab}>
            {t(`choices.paintTool.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Untrained />
      <Tabs.Panel value={paintTool} className={classes.tool}>
        <Shown tool={paintTool} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Shown({ tool }: { readonly tool: PaintTool }) {
  const Tool = tools[tool];
  return (
    <Boundary>
      <Suspense fallback={<div className={classes.place} />}>
        <Tool />
      </Suspense>
    </Boundary>
  );
}

/**
 * Explains that the network is untrained: a visitor who starts with this view would take the noise
 * for a fault.
 */
function Untrained() {
  const { t } = useTranslation();
  const untrained = useUntrained();
  const hidesParameters = useHidesParameters();
  const isForward = usePlayground(({ look }) => look.paintTool === 'forward');
  if (!untrained || isForward) return null;
  return (
    <div className={classes.untrained}>
      <p>{t('paint.untrained')}</p>
      {!hidesParameters && <ModelsButton />}
    </div>
  );
}
