import { describePictureSizes } from './picture-sizes.testing.ts';

describePictureSizes('webgpu');
