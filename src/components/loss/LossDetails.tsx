import { usePlayground } from '../../store/index.ts';
import { GradientNorm } from './GradientNorm.tsx';
import { LossByTimestep } from './LossByTimestep.tsx';
import classes from './LossDetails.module.css';

/** What a diffusion network's loss is made of, quietly: where in the noise it errs, and how hard each batch pulls. */
export function LossDetails() {
  const buckets = usePlayground((state) => state.evaluation.newest?.buckets);
  return (
    <div className={classes.details}>
      <LossByTimestep buckets={buckets} />
      <GradientNorm />
    </div>
  );
}
