import { useTranslation } from 'react-i18next';
import { samplersFor } from '../../ml/config.ts';
import { runSet, samplingFor, usePlayground } from '../../store/index.ts';
import { ChoiceField } from '../parameters/ChoiceField.tsx';
import { useChanged } from '../parameters/defaults.ts';
import { LookField } from '../parameters/fields.tsx';
import { MoreParameters } from '../parameters/MoreParameters.tsx';
import { ClassField } from './ClassField.tsx';

/**
 * The settings of sampling from a diffusion network. Settings that this network does not use are
 * hidden.
 */
export function SamplingFields() {
  const { t } = useTranslation();
  const network = usePlayground((state) => state.run.status?.network);
  const look = usePlayground((state) => state.look);
  const set = usePlayground(runSet);
  const changed = useChanged(['eta']);
  if (network?.kind !== 'diffusion') return null;
  // Shows the values that are used: a setting for another network may not fit this one.
  const { sampler, weights, classIndex } = samplingFor(look, network, set);
  return (
    <>
      <ChoiceField
        parameter="sampler"
        value={sampler}
        options={samplersFor(network.prediction)}
        {...(network.prediction === 'flow' && { why: t('generate.flowSampler') })}
        onChange={(chosen) => look.set({ sampler: chosen })}
      />
      <LookField parameter="sampleSteps" />
      {network.knowsClasses && (
        <>
          <ClassField />
          <LookField parameter="guidance" disabled={classIndex === null} />
        </>
      )}
      {network.hasEma && (
        <ChoiceField
          parameter="sampleWeights"
          value={weights}
          onChange={(chosen) => look.set({ sampleWeights: chosen })}
        />
      )}
      {sampler === 'ddim' && (
        <MoreParameters changed={changed}>
          <LookField parameter="eta" />
        </MoreParameters>
      )}
    </>
  );
}
