import { expect, test } from 'vitest';
import { isModelAddress } from '../model-address.ts';
import { hubReference, writeHubReference } from './address.ts';

const commit = '267b167dc01f0e4e61923ea244e8b988f84deb80';
const cifar10 = { repository: 'google/ddpm-cifar10-32', revision: null, folder: '' };

test.each([
  ['hf:google/ddpm-cifar10-32', cifar10],
  ['hf://google/ddpm-cifar10-32', cifar10],
  ['hf://models/google/ddpm-cifar10-32', cifar10],
  ['HF:google/ddpm-cifar10-32/', cifar10],
  ['hf:google/ddpm-cifar10-32/config.json', cifar10],
  [`hf:google/ddpm-cifar10-32@${commit}`, { ...cifar10, revision: commit }],
  ['hf:google/ddpm-cifar10-32@refs/pr/3', { ...cifar10, revision: 'refs/pr/3' }],
  ['hf:google/ddpm-cifar10-32@refs/pr/3/unet', { ...cifar10, revision: 'refs/pr/3', folder: 'unet/' }],
  ['hf:google/ddpm-cifar10-32@v1.0/a/b', { ...cifar10, revision: 'v1.0', folder: 'a/b/' }],
  ['hf:google/ddpm-cifar10-32@feature%2Fx/unet', { ...cifar10, revision: 'feature/x', folder: 'unet/' }],
  ['hf:google/ddpm-cifar10-32/unet', { ...cifar10, folder: 'unet/' }],
  ['hf:models/digits', { ...cifar10, repository: 'models/digits' }],
  ['https://huggingface.co/google/ddpm-cifar10-32', cifar10],
  ['https://hf.co/google/ddpm-cifar10-32/', cifar10],
  ['https://huggingface.co/google/ddpm-cifar10-32?library=diffusers#use', cifar10],
  ['https://huggingface.co/google/ddpm-cifar10-32/tree/main', { ...cifar10, revision: 'main' }],
  ['https://huggingface.co/google/ddpm-cifar10-32/tree/refs%2Fpr%2F3', { ...cifar10, revision: 'refs/pr/3' }],
  [
    'https://huggingface.co/google/ddpm-cifar10-32/blob/v1/unet/config.json',
    { ...cifar10, revision: 'v1', folder: 'unet/' },
  ],
])('%s names a model', (text, reference) => {
  expect(hubReference(text)).toEqual(reference);
  expect(isModelAddress(text)).toBe(true);
  expect(hubReference(writeHubReference(reference))).toEqual(reference);
});

test.each([
  'hf:',
  'hf:digits',
  'hf:google/',
  'hf:google//x',
  'hf:../x',
  'hf:google/..',
  'hf:google/a b',
  'hf:google/x@',
  'hf:google/x@a..b',
  'hf:google/x@a b',
  'hf:google/x/../y',
  'hf:google/x/unet?a=b',
  `hf:google/${'x'.repeat(97)}`,
  `hf:google/x@${'y'.repeat(201)}`,
  'hf:https://huggingface.co/google/x',
  'hf:evil.example:443/x@y:z/',
])('%s names no model', (text) => {
  expect(hubReference(text)).toBeNull();
  expect(isModelAddress(text)).toBe(false);
});

test.each([
  'https://example.org/google/ddpm-cifar10-32',
  'https://huggingface.co.example.org/google/x',
  'https://huggingface.co/google/x/resolve/main/model.zip',
  'https://huggingface.co/datasets/mnist',
  'https://huggingface.co/google',
  'http://huggingface.co/google/x',
  'models/digits',
])('%s is not an address of the hub', (text) => {
  expect(hubReference(text)).toBeNull();
});
