import { expect, test } from 'vitest';
import { type AdapterInfo, adapterFacts, adapterKind, adapterName } from './adapter.ts';
import { defaultLimits, wantedOf } from './wanted.ts';

const nothing = { vendor: '', architecture: '', device: '', description: '' };

test.each([
  ['swiftshader', { ...nothing, vendor: 'google', architecture: 'swiftshader' }],
  ['swiftshader', { ...nothing, description: 'SwiftShader Device (LLVM 16.0.0)' }],
  ['lavapipe', { ...nothing, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
  // What Dawn says of it in Node.
  ['lavapipe', { ...nothing, vendor: 'mesa', architecture: 'software' }],
  ['gpu', { ...nothing, vendor: 'nvidia', architecture: 'hopper' }],
  ['gpu', nothing],
  ['gpu', {}],
] as const)('%s: %j', (kind, info) => {
  expect(adapterKind(info)).toBe(kind);
});

test.each([
  [
    { description: 'NVIDIA GeForce RTX 4070', device: '0x1', vendor: 'nvidia', architecture: 'ada' },
    'NVIDIA GeForce RTX 4070',
  ],
  [{ description: '', device: '', vendor: 'apple', architecture: 'metal-3' }, 'apple metal-3'],
  [{ vendor: 'apple' }, 'apple'],
  [nothing, 'unnamed GPU'],
  [{}, 'unnamed GPU'],
])('names an adapter: %j', (info, name) => {
  expect(adapterName(info)).toBe(name);
});

test('knows the lanes of a subgroup if subgroups are allowed and all have the same size', async () => {
  const lanes = async (info: AdapterInfo, ...features: string[]) =>
    (await adapterFacts({ info }, { features })).subgroupLanes;
  expect(await lanes({ subgroupMinSize: 8, subgroupMaxSize: 8 }, 'subgroups')).toBe(8);
  expect(await lanes({ subgroupMinSize: 8, subgroupMaxSize: 8 })).toBeNull();
  expect(await lanes({ subgroupMinSize: 4, subgroupMaxSize: 128 }, 'subgroups')).toBeNull();
  expect(await lanes({ subgroupMaxSize: 8 }, 'subgroups')).toBeNull();
  expect(await lanes({}, 'subgroups')).toBeNull();
});

test('assumes no name, no features and WebGPU’s default limits for an adapter that tells nothing', async () => {
  expect(await adapterFacts({}, {})).toEqual({
    name: 'unnamed GPU',
    vendor: '',
    architecture: '',
    kind: 'gpu',
    subgroupLanes: null,
    features: new Set(),
    limits: defaultLimits,
  });
});

test('does not request what an adapter does not know', () => {
  expect(wantedOf({})).toEqual({ requiredFeatures: [], requiredLimits: {} });
  const features = new Set(['shader-f16', 'something-else']);
  expect(wantedOf({ features, limits: { maxBufferSize: 7, maxStorageBufferBindingSize: undefined } })).toEqual({
    requiredFeatures: ['shader-f16'],
    requiredLimits: { maxBufferSize: 7 },
  });
});
