import { describeTinyLoss } from './tiny-loss.testing.ts';

describeTinyLoss('webgpu');
