import { describeAnyPictures } from './any-pictures.testing.ts';

describeAnyPictures('cpu');
