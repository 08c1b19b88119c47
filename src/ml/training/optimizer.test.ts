import { describeOptimizer } from './optimizer.testing.ts';

describeOptimizer('cpu');
