import '../../words/layers.ts';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { Panel } from '../frame/Panel.tsx';
import { Histogram } from './Histogram.tsx';
import classes from './LayersPanel.module.css';

/**
 * Weights, gradients and activations by layer, on request: reading them occupies the device for a
 * moment, and activations need a pass.
 */
export function LayersPanel() {
  const { t } = useTranslation();
  const runId = usePlayground((state) => state.run.status?.runId);
  const { seen, busy, look } = usePlayground((state) => state.layers);
  const shown = seen?.runId === runId ? seen : null;
  return (
    <Panel
      title={t('layers.title')}
      about={t('layers.about')}
      aside={
        <Button size="xs" variant="default" loading={busy} disabled={runId === undefined} onClick={() => void look()}>
          {t(shown ? 'layers.again' : 'layers.look')}
        </Button>
      }
    >
      {shown ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label={t('layers.title')}>
          <table className={classes.table}>
            <caption>{t('layers.at', { step: formatCount(shown.step) })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('layers.layer')}</th>
                <th scope="col">{t('layers.parameters')}</th>
                <th scope="col">{t('layers.weights')}</th>
                <th scope="col">{t('layers.gradients')}</th>
                <th scope="col">{t('layers.activations')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.layers.map(({ layer, parameters, weights, gradients, activations }) => (
                <tr key={layer}>
                  <th scope="row">{layer}</th>
                  <td className={classes.count}>{formatCount(parameters)}</td>
                  <td>
                    <Histogram numbers={weights} />
                  </td>
                  <td>{gradients ? <Histogram numbers={gradients} /> : t('layers.noGradients')}</td>
                  <td>{activations && <Histogram numbers={activations} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <p className={classes.none}>{t('layers.none')}</p>
      )}
    </Panel>
  );
}
