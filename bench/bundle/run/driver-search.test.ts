import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../cli/host.ts';
import { driverCandidates, driverFileFor, environmentOf } from './driver-search.ts';

const carried = { vulkan: '/bundle/lib/vulkan', display: '/bundle/lib/display' };
const loader = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1';
const nvidiaFile = '/usr/share/vulkan/icd.d/nvidia_icd.json';
const lavapipeFile = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';

/** A machine with only these files. */
function machine(files: readonly string[], env: Host['env'] = {}): Host {
  return {
    platform: 'linux',
    env,
    home: '/root',
    isRoot: true,
    exists: (path) => files.some((file) => file === path || file.startsWith(`${path}/`)),
    list: (folder) => files.filter((file) => dirname(file) === folder).map((file) => file.slice(folder.length + 1)),
    realPath: (path) => path,
    which: () => null,
  };
}

const driversOf = (host: Host) => driverCandidates(host, carried).map(({ driver }) => driver);

test("takes the driver that the environment names, with the archive's loader if the machine has none", () => {
  const host = machine([nvidiaFile, '/dev/nvidia0'], { VK_ICD_FILENAMES: '/my.json' });
  expect(driverCandidates(host, carried)).toEqual([
    {
      title: 'the driver that the environment names',
      driver: { kind: 'loader' },
      libraryFolders: ['/bundle/lib/vulkan'],
    },
  ]);
});

test("tries a GPU's own drivers before a software driver", () => {
  expect(driversOf(machine([nvidiaFile, lavapipeFile, loader, '/dev/nvidia0']))).toEqual([
    { kind: 'files', files: [nvidiaFile] },
    { kind: 'files', files: [nvidiaFile] }, // again, with the archive's display libraries
    { kind: 'files', files: [lavapipeFile] },
    { kind: 'files', files: [lavapipeFile] },
  ]);
  expect(driversOf(machine([nvidiaFile, lavapipeFile, loader]))).toEqual([
    { kind: 'files', files: [lavapipeFile] },
    { kind: 'files', files: [lavapipeFile] },
  ]);
});

test("finds NVIDIA's libraries in a container without a driver file", () => {
  const folder = '/usr/lib/x86_64-linux-gnu';
  const host = machine([`${folder}/libGLX_nvidia.so.0`, `${folder}/libEGL_nvidia.so.0`, '/dev/nvidia3']);
  const candidates = driverCandidates(host, carried);
  expect(candidates.map(({ driver }) => driver)).toEqual([
    { kind: 'library', library: `${folder}/libGLX_nvidia.so.0` },
    { kind: 'library', library: `${folder}/libEGL_nvidia.so.0` },
    { kind: 'library', library: `${folder}/libGLX_nvidia.so.0` },
    { kind: 'library', library: `${folder}/libEGL_nvidia.so.0` },
    { kind: 'loader' },
    { kind: 'loader' },
  ]);
  expect(candidates[0]?.libraryFolders).toEqual(['/bundle/lib/vulkan']);
  expect(candidates[2]?.libraryFolders).toEqual(['/bundle/lib/vulkan', '/bundle/lib/display']);
  expect(JSON.parse(driverFileFor(`${folder}/libEGL_nvidia.so.0`))).toMatchObject({
    ICD: { library_path: `${folder}/libEGL_nvidia.so.0` },
  });
});

test('finds a driver that is mounted into a container', () => {
  const file = '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json';
  const host = machine([file, '/usr/local/nvidia/lib64/libGLX_nvidia.so.0', loader, '/dev/nvidia0']);
  const [first, second] = driverCandidates(host, carried);
  expect(first).toMatchObject({
    driver: { kind: 'files', files: [file] },
    libraryFolders: ['/usr/local/nvidia/lib64'],
  });
  expect(second?.driver).toEqual({ kind: 'library', library: '/usr/local/nvidia/lib64/libGLX_nvidia.so.0' });
});

test('puts the driver’s files and, after the folders searched already, its library folders into the environment', () => {
  const candidate = { title: '', driver: { kind: 'library', library: '/l' }, libraryFolders: ['/a', '/b'] } as const;
  expect(environmentOf(candidate, ['/t/driver.json'], { LD_LIBRARY_PATH: '/own' })).toEqual({
    VK_ICD_FILENAMES: '/t/driver.json',
    VK_DRIVER_FILES: '/t/driver.json',
    LD_LIBRARY_PATH: '/own:/a:/b',
  });
  expect(environmentOf({ title: '', driver: { kind: 'loader' }, libraryFolders: [] }, [], {})).toEqual({});
});
