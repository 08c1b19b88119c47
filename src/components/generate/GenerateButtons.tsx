import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { workOf } from '../../store/denoising-work.ts';
import { isReady, runSet, usePlayground } from '../../store/index.ts';
import { fewerOfBoth } from '../../store/quick-version.ts';
import classes from '../paint/Board.module.css';
import { CostLine } from './CostLine.tsx';
import { StopButton } from './StopButton.tsx';

export function GenerateButtons() {
  const { t } = useTranslation();
  // Selected one by one: the film grows at every step without changing the buttons.
  const busy = usePlayground((state) => state.generate.busy);
  const stopping = usePlayground((state) => state.generate.stopping);
  const generate = usePlayground((state) => state.generate.generate);
  const cancel = usePlayground((state) => state.generate.cancel);
  const ready = usePlayground(isReady);
  return (
    <>
      <div className={classes.buttons}>
        <Button
          disabled={!ready}
          loading={busy}
          leftSection={<IconSparkles size={16} aria-hidden />}
          onClick={() => void generate()}
        >
          {t('generate.action')}
        </Button>
        {busy && <StopButton label={t('generate.cancel')} stopping={stopping} onPress={cancel} />}
      </div>
      <Cost busy={busy} ready={ready} />
    </>
  );
}

function Cost({ busy, ready }: { readonly busy: boolean; readonly ready: boolean }) {
  const { t } = useTranslation();
  const look = usePlayground((state) => state.look);
  const network = usePlayground((state) => state.run.status?.network);
  const set = usePlayground(runSet);
  const generate = usePlayground((state) => state.generate.generate);
  if (!network) return null;
  const quick = fewerOfBoth(look);
  const work = (changes: Partial<typeof quick>) => workOf([{ source: 'run', changes }], look, network, set);
  return (
    <CostLine
      work={ready ? work({}) : null}
      quick={{
        what: t('cost.picturesIn', { count: quick.generateCount, steps: quick.sampleSteps }),
        work: work(quick),
        onPress: () => void generate(quick),
      }}
      busy={busy}
    />
  );
}
