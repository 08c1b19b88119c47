import { Button, Chip } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelFrame } from '../../src/components/frame/PanelFrame.tsx';
import { type CaseName, caseNames } from '../cases/case.ts';
import type { PeerName } from '../peers/peer.ts';
import classes from './PlanPart.module.css';
import { isBusy, useBench } from './store.ts';

/** The peers that a page can run, besides ours. */
const peers = ['stock', 'webgl', 'jax-js'] as const satisfies readonly PeerName[];
const sizes = ['full', 'quick'] as const;

export function PlanPart() {
  const { t } = useTranslation('bench');
  const plan = useBench((state) => state.plan);
  const choose = useBench((state) => state.choose);
  const measure = useBench((state) => state.measure);
  const cancel = useBench((state) => state.cancel);
  const phase = useBench((state) => state.phase);
  const origin = useBench((state) => state.origin);
  const measured = useBench((state) => state.result !== null);
  const busy = isBusy({ phase });
  const enabled = phase !== 'cancelling' && plan.cases.length > 0;
  const word = origin === 'link' ? 'mine' : measured ? 'again' : 'start';
  return (
    <PanelFrame title={t('plan.title')} about={t('plan.about')}>
      <div className={classes.choices}>
        <Choices label={t('plan.cases')}>
          <Chip.Group
            multiple
            value={[...plan.cases]}
            onChange={(values) =>
              choose({ cases: caseNames.filter((name): name is CaseName => values.includes(name)) })
            }
          >
            {caseNames.map((name) => (
              <Chip key={name} value={name} disabled={busy} size="sm">
                {t(`case.${name}.name`)}
              </Chip>
            ))}
          </Chip.Group>
        </Choices>
        <Choices label={t('plan.peers')}>
          <Chip.Group
            multiple
            value={[...plan.peers]}
            onChange={(values) => choose({ peers: ['ours', ...peers.filter((name) => values.includes(name))] })}
          >
            {peers.map((name) => (
              <Chip key={name} value={name} disabled={busy} size="sm">
                {t(`peer.${name}`)}
              </Chip>
            ))}
          </Chip.Group>
        </Choices>
        <Choices label={t('plan.size')} about={t(`plan.sizeAbout.${plan.size}`)}>
          <Chip.Group
            value={plan.size}
            onChange={(value) => choose({ size: sizes.find((size) => size === value) ?? 'full' })}
          >
            {sizes.map((size) => (
              <Chip key={size} value={size} disabled={busy} size="sm">
                {t(`plan.sizes.${size}`)}
              </Chip>
            ))}
          </Chip.Group>
        </Choices>
      </div>
      <div className={classes.actions}>
        {/* One button in one place, which keeps the focus. */}
        <Button
          variant={busy ? 'default' : 'filled'}
          leftSection={
            busy ? <IconPlayerStopFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />
          }
          aria-disabled={!enabled}
          {...(!enabled && { 'data-disabled': true })}
          onClick={() => {
            if (!enabled) return;
            if (busy) cancel();
            else void measure();
          }}
        >
          {t(busy ? 'plan.cancel' : `plan.${word}`)}
        </Button>
        {plan.cases.length === 0 && <p className={classes.hint}>{t('plan.none')}</p>}
      </div>
    </PanelFrame>
  );
}

function Choices({
  label,
  about,
  children,
}: {
  readonly label: string;
  readonly about?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset className={classes.group} aria-describedby={about ? id : undefined}>
      <legend className={classes.legend}>{label}</legend>
      {children}
      {about && (
        <p id={id} className={classes.hint}>
          {about}
        </p>
      )}
    </fieldset>
  );
}
