import { describeParity } from './parity.testing.ts';

describeParity('cpu');
