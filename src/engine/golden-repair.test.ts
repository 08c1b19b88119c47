import { describeGoldenRepair } from './golden-repair.testing.ts';

// The CPU backend runs only one case, to show that it leaves no tensor: a pass of this network
// takes four times as long as on WebGPU, where all cases run.
describeGoldenRepair('cpu', (name) => name === 'ddnm, downscaling');
