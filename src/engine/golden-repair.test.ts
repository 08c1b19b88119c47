import { describeGoldenRepair } from './golden-repair.testing.ts';

// A pass of this network takes four times as long here as on WebGPU, where all cases are: this one
// shows that no tensor is left.
describeGoldenRepair('cpu', (name) => name === 'ddnm, downscaling');
