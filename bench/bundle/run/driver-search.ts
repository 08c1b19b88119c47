/**
 * Ways to reach a GPU from the archive, which contains Vulkan's loader but no driver. The caller
 * tries them in this order, because only a process that has loaded a driver knows whether it works.
 */
import { join } from 'node:path';
import type { Host } from '../../../cli/host.ts';
import { driverFolders, findLavapipe, gpuDrivers, hasGpu, hasLoader } from '../../../cli/vulkan-driver.ts';

/** The archive's folders of libraries, each for machines that lack them. */
export interface CarriedLibraries {
  /** Vulkan's loader. */
  readonly vulkan: string;
  /** X11's and GLVND's libraries, which drivers link even on a machine without a display. */
  readonly display: string;
}

/**
 * Which driver the loader gets: existing driver files, or a library for which such a file must be
 * written.
 */
export type DriverChoice =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'library'; readonly library: string }
  /** The driver that the environment names; if it names none, the loader chooses. */
  | { readonly kind: 'loader' };

export interface DriverCandidate {
  /** For the report. */
  readonly title: string;
  readonly driver: DriverChoice;
  readonly libraryFolders: readonly string[];
}

/** Containers mount a host's driver here. */
const containerFolder = '/usr/local/nvidia';
/** NixOS keeps its driver here. */
const nixFolder = '/run/opengl-driver';

const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu/nvidia/current',
  '/usr/lib64',
  '/usr/lib',
  join(containerFolder, 'lib64'),
  join(containerFolder, 'lib'),
  join(nixFolder, 'lib'),
];

/** Two libraries of NVIDIA's driver: the first needs X11's libraries, the second does not. */
const nvidiaLibraries = ['libGLX_nvidia.so.0', 'libEGL_nvidia.so.0'];

export function driverCandidates(host: Host, carried: CarriedLibraries): DriverCandidate[] {
  const loader = hasLoader(host) ? [] : [carried.vulkan];
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES } = host.env;
  if (VK_ICD_FILENAMES || VK_DRIVER_FILES) {
    return [{ title: 'the driver that the environment names', driver: { kind: 'loader' }, libraryFolders: loader }];
  }
  const withLoader = (candidates: readonly DriverCandidate[]) =>
    candidates.map((candidate) => ({ ...candidate, libraryFolders: [...candidate.libraryFolders, ...loader] }));
  const withDisplay = (candidates: readonly DriverCandidate[]) =>
    candidates.map((candidate) => ({
      ...candidate,
      title: `${candidate.title}, with the archive's X11 and GLVND libraries`,
      libraryFolders: [...candidate.libraryFolders, carried.display],
    }));
  const hardware = withLoader([...installedDrivers(host), ...nvidiaWithoutFile(host)]);
  const software = withLoader(softwareDrivers(host));
  return [...hardware, ...withDisplay(hardware), ...software, ...withDisplay(software)];
}

function installedDrivers(host: Host): DriverCandidate[] {
  if (!hasGpu(host)) return [];
  const folders = [
    ...driverFolders,
    join(containerFolder, 'share/vulkan/icd.d'),
    join(containerFolder, 'vulkan/icd.d'),
    join(nixFolder, 'share/vulkan/icd.d'),
  ];
  const files = gpuDrivers(host, folders);
  if (files.length === 0) return [];
  return [{ title: files.join(', '), driver: { kind: 'files', files }, libraryFolders: foldersOutsideCache(host) }];
}

/**
 * A container may have NVIDIA's libraries without the driver file that tells the loader where they
 * are.
 */
function nvidiaWithoutFile(host: Host): DriverCandidate[] {
  if (!hasGpu(host)) return [];
  return nvidiaLibraries.flatMap((name) => {
    const library = findLibrary(host, name);
    if (library === null) return [];
    return [{ title: library, driver: { kind: 'library', library }, libraryFolders: foldersOutsideCache(host) }];
  });
}

function softwareDrivers(host: Host): DriverCandidate[] {
  const lavapipe = findLavapipe(host);
  if (lavapipe === null) return [{ title: 'the loader decides', driver: { kind: 'loader' }, libraryFolders: [] }];
  return [{ title: lavapipe, driver: { kind: 'files', files: [lavapipe] }, libraryFolders: [] }];
}

function findLibrary(host: Host, name: string): string | null {
  const searched = [...(host.env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean), ...libraryFolders];
  const folder = searched.find((candidate) => host.exists(join(candidate, name)));
  return folder === undefined ? null : join(folder, name);
}

/**
 * The linker does not search these folders by itself, and the driver's library needs others that
 * lie beside it.
 */
function foldersOutsideCache(host: Host): string[] {
  return [join(containerFolder, 'lib64'), join(nixFolder, 'lib')].filter((folder) => host.exists(folder));
}

/**
 * The content of a driver file for the loader, which names a library. Dawn requires Vulkan 1.1 or
 * later.
 */
export function driverFileFor(library: string): string {
  return JSON.stringify({ file_format_version: '1.0.0', ICD: { library_path: library, api_version: '1.3.0' } });
}

/** `files`: the candidate's driver files, or the file that was written for its library. */
export function environmentOf(
  { driver, libraryFolders: folders }: DriverCandidate,
  files: readonly string[],
  { LD_LIBRARY_PATH }: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const path = [...(LD_LIBRARY_PATH ? [LD_LIBRARY_PATH] : []), ...folders];
  return {
    ...(driver.kind !== 'loader' && { VK_ICD_FILENAMES: files.join(':'), VK_DRIVER_FILES: files.join(':') }),
    ...(path.length > 0 && { LD_LIBRARY_PATH: path.join(':') }),
  };
}
