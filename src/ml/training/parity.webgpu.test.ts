import { describeParity } from './parity.testing.ts';

describeParity('webgpu');
