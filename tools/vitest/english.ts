/** For tests of src/ml, which knows no words: what its errors say in English. */
export { reasonInEnglish, sentenceOf } from '../../src/words/sentence.ts';
