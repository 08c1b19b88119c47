import { expect, test } from 'vitest';
import { isModelAddress, modelAddressLimit, readyMadeIn } from './model-address.ts';

test.each([
  'https://huggingface.co/google/ddpm-cifar10-32',
  'https://example.org:8443/some/folder/',
  'HTTPS://example.org/model.zip',
  'http://localhost:8000/model/',
  'http://127.0.0.1/model.zip',
  'models/tiny/',
  '/models/tiny.zip',
  '../tiny/',
])('%s is a model’s address', (text) => {
  expect(isModelAddress(text)).toBe(true);
});

test.each([
  '',
  'http://example.org/model/',
  'http://localhost.example.org/',
  // A content security policy cannot name it.
  'http://[::1]:9000/',
  'https://user:secret@example.org/',
  'https://user@example.org/',
  'https://',
  'https:models/tiny',
  '//example.org/model/',
  '\\\\example.org\\model',
  'javascript:alert(1)',
  'data:application/zip;base64,UEs',
  'blob:https://example.org/1',
  'file:///etc/passwd',
  'ftp://example.org/model.zip',
  'hello world',
  `https://example.org/${'a'.repeat(modelAddressLimit)}`,
])('%s is not a model’s address', (text) => {
  expect(isModelAddress(text)).toBe(false);
});

test.each([
  ['models/digits', 'digits'],
  ['./models/digits/', 'digits'],
  ['models/digits/unet', null],
  ['https://example.org/models/digits', null],
  ['models/..', null],
])('%s in a link names the shipped model %s', (address, name) => {
  expect(readyMadeIn(address)).toBe(name);
});
