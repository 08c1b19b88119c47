import { usePlayground } from '../../store/index.ts';
import { GradientNorm } from './GradientNorm.tsx';
import { LossByTimestep } from './LossByTimestep.tsx';
import classes from './LossDetails.module.css';

/**
 * Details of a diffusion network's loss: the loss by timestep, and the gradient norm of each batch.
 */
export function LossDetails() {
  const buckets = usePlayground((state) => state.evaluation.newest?.buckets);
  return (
    <div className={classes.details}>
      <LossByTimestep buckets={buckets} />
      <GradientNorm />
    </div>
  );
}
