import { describeGoldenRepair } from './golden-repair.testing.ts';

describeGoldenRepair('webgpu', () => true);
