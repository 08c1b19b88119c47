import '../../words/start.ts';
import '../../words/tasks.ts';
import { Later } from '../frame/Later.tsx';
import { Doors } from './Doors.tsx';
import { Hero } from './Hero.tsx';
import classes from './StartView.module.css';
import { Tasks } from './Tasks.tsx';

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
