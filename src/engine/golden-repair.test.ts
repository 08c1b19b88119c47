import { describeGoldenRepair } from './golden-repair.testing.ts';

describeGoldenRepair('cpu', () => true);
