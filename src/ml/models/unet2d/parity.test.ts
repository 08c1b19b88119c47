import { describeUNet2DParity } from './parity.testing.ts';

describeUNet2DParity('cpu');
