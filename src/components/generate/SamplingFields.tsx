import { samplersFor } from '../../ml/config.ts';
import { runSet, samplingFor, usePlayground } from '../../store/index.ts';
import { ChoiceField } from '../parameters/ChoiceField.tsx';
import { LookField } from '../parameters/fields.tsx';
import { MoreParameters } from '../parameters/MoreParameters.tsx';
import { useChanged } from '../parameters/use-changed.ts';
import { ClassField } from './ClassField.tsx';

/** How a diffusion network is sampled from. What this network has no use for is not there. */
export function SamplingFields() {
  const network = usePlayground((state) => state.run.status?.network);
  const look = usePlayground((state) => state.look);
  const set = usePlayground(runSet);
  const changed = useChanged(['eta']);
  if (network?.kind !== 'diffusion') return null;
  // As it is carried out: a setting of another network may not fit this one.
  const { sampler, weights, classIndex } = samplingFor(look, network, set);
  return (
    <>
      <ChoiceField
        parameter="sampler"
        value={sampler}
        options={samplersFor(network.prediction)}
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
