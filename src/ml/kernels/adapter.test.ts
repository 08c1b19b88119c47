import { expect, test } from 'vitest';
import { adapterKind, subgroupLanes } from './adapter.ts';

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

test('lanes of a subgroup: where there may be subgroups, and all are as large', () => {
  const device = (subgroupMinSize: number, subgroupMaxSize: number, ...features: GPUFeatureName[]) => ({
    features: new Set<string>(features),
    adapterInfo: { ...nothing, subgroupMinSize, subgroupMaxSize },
  });
  expect(subgroupLanes(device(8, 8, 'subgroups'))).toBe(8);
  expect(subgroupLanes(device(8, 8))).toBeNull();
  expect(subgroupLanes(device(4, 128, 'subgroups'))).toBeNull();
});
