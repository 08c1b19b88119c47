import type { VulkanDriver } from './vulkan-driver.ts';

/** The flags with which a headless Chromium finds WebGPU, by the machine's kind of driver. */
export function browserFlags(driver: VulkanDriver['name']): readonly string[] {
  switch (driver) {
    case 'metal':
      return ['--enable-unsafe-webgpu'];
    case 'gpu':
      return ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--ignore-gpu-blocklist'];
    case 'explicit':
    case 'lavapipe':
    case 'swiftshader':
    case 'default':
      return ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
    default:
      return driver satisfies never;
  }
}
