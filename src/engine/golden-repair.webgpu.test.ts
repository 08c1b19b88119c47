import { describeGoldenRepair } from './golden-repair.testing.ts';

describeGoldenRepair('webgpu', (name) => name === 'ddnm, downscaling, larger than the network');
