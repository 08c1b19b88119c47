import { expect, test } from 'vitest';
import { adapterKind } from './adapter.ts';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

test.each([
  ['swiftshader', { ...nothing, vendor: 'google', architecture: 'swiftshader' }],
  ['swiftshader', { ...nothing, description: 'SwiftShader Device (LLVM 16.0.0)' }],
  ['lavapipe', { ...nothing, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
  // What Dawn says of it in Node.
  ['lavapipe', { ...nothing, vendor: 'mesa', architecture: 'software' }],
  ['gpu', { ...nothing, vendor: 'nvidia', architecture: 'hopper' }],
  ['gpu', nothing],
] as const)('%s: %j', (kind, info) => {
  expect(adapterKind(info)).toBe(kind);
});
