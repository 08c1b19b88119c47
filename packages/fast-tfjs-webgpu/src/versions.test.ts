import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { requireVersions } from './versions.ts';

const right = { '@tensorflow/tfjs-core': '4.22.0', '@tensorflow/tfjs-backend-webgpu': '4.22.0' };

test('is written for the versions that the playground uses', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  expect(dependencies).toMatchObject(manifest.peerDependencies);
  expect(() => requireVersions(right)).not.toThrow();
});

test.each([
  ['@tensorflow/tfjs-backend-webgpu', '4.21.0'],
  ['@tensorflow/tfjs-core', '4.23.0-rc.1'],
] as const)('%s %s is refused by name', (name, version) => {
  expect(() => requireVersions({ ...right, [name]: version })).toThrow(
    `fast-tfjs-webgpu is written for ${name} 4.22.0, found ${version}: nothing was replaced`,
  );
});
