import { samplersFor } from '../../ml/config.ts';
import { runSet, samplingFor, usePlayground } from '../../store/index.ts';
import { ChoiceField } from '../parameters/ChoiceField.tsx';
import { LookField } from '../parameters/fields.tsx';
import { ClassField } from './ClassField.tsx';
import classes from './GenerateRoom.module.css';

/** How a diffusion network is sampled from. What this network has no use for is not there. */
export function SamplingFields() {
  const network = usePlayground((state) => state.run.status?.network);
  const look = usePlayground((state) => state.look);
  const set = usePlayground(runSet);
  if (network?.kind !== 'diffusion') return null;
  // As it is carried out: a setting of another network may not fit this one.
  const { sampler, weights, classIndex } = samplingFor(look, network, set);
  return (
    <>
      <div className={classes.choice}>
        <ChoiceField
          parameter="sampler"
          value={sampler}
          options={samplersFor(network.prediction)}
          onChange={(chosen) => look.set({ sampler: chosen })}
        />
      </div>
      <div className={classes.count}>
        <LookField parameter="sampleSteps" />
      </div>
      {sampler === 'ddim' && (
        <div className={classes.count}>
          <LookField parameter="eta" />
        </div>
      )}
      {network.knowsClasses && (
        <>
          <div className={classes.choice}>
            <ClassField />
          </div>
          <div className={classes.count}>
            <LookField parameter="guidance" disabled={classIndex === null} />
          </div>
        </>
      )}
      {network.hasEma && (
        <div className={classes.choice}>
          <ChoiceField
            parameter="sampleWeights"
            value={weights}
            onChange={(chosen) => look.set({ sampleWeights: chosen })}
          />
        </div>
      )}
    </>
  );
}
