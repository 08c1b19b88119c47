/** The parts of a run, in their order. Each is a program that runs in its own process. */
import type { Weighted } from './time-budget.ts';

export interface Part extends Weighted {
  readonly title: string;
  /** For --help. */
  readonly about: string;
  /** The file's name in `bench/bundle/parts`, without its extension. */
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The shares add up to `usualMinutes`. */
export const parts = {
  adapter: {
    title: 'Adapter and limits',
    about: 'which adapter there is, and what it offers',
    program: 'adapter',
    arguments: [],
    seconds: 20,
  },
  kernels: {
    title: 'Kernels against their references',
    about: 'the unit tests of every kernel; then train steps and layers at the sizes of training, beside stock tfjs',
    program: 'kernels',
    arguments: [],
    seconds: 50,
  },
  speed: {
    title: 'Speed',
    about: "the benchmark's cases: ours, stock tfjs, jax-js, PyTorch",
    program: 'speed',
    arguments: [],
    seconds: 75,
  },
  compiled: {
    title: 'Beside torch.compile',
    about: 'ours beside PyTorch, eager and compiled',
    program: 'speed',
    arguments: ['--compiled'],
    seconds: 35,
  },
  'first-step': {
    title: 'First step',
    about: 'until the first loss, in processes that have compiled nothing',
    program: 'first-step',
    arguments: [],
    seconds: 25,
  },
  dispatch: {
    title: 'Cost of a dispatch',
    about: 'microseconds a dispatch: bare, through tfjs, replayed',
    program: 'dispatch',
    arguments: [],
    seconds: 10,
  },
  tiles: {
    title: 'Tiles',
    about: 'which tile of a convolution is fastest, by layer',
    program: 'tiles',
    arguments: [],
    seconds: 35,
  },
  digits: {
    title: 'Training on digits',
    about: 'trains `quick` on digits for the time that is left to it, and samples',
    program: 'train',
    arguments: ['digits'],
    seconds: 115,
  },
  emoji: {
    title: 'Training on emoji',
    about: 'the same on emoji',
    program: 'train',
    arguments: ['emoji'],
    seconds: 115,
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as PartName[];
