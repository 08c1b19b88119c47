import { describeGoldenRepair } from './golden-repair.testing.ts';

describeGoldenRepair('cpu', (name) => !name.includes('larger'));
