import '../../words/start.ts';
import { Later } from '../frame/Later.tsx';
import { Tasks } from '../tasks/Tasks.tsx';
import { Doors } from './Doors.tsx';
import { Hero } from './Hero.tsx';
import classes from './StartView.module.css';

/** A model that paints by itself, and ways to train one. */
export function StartView() {
  return (
    <div className={classes.start}>
      <Hero />
      <Later>
        <Doors />
        <Tasks />
      </Later>
    </div>
  );
}
