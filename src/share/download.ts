/**
 * `diffusion-playground-article-samples-seed-7-step-1240.png`: the content and its origin, in a
 * name for any file system.
 */
export function fileName(parts: readonly (string | number)[], extension: string): string {
  const words = ['diffusion-playground', ...parts]
    .map((part) =>
      String(part)
        .toLowerCase()
        .replace(/[^a-z0-9.]+/g, '-')
        .replace(/^[-.]+|[-.]+$/g, ''),
    )
    .filter((part) => part !== '');
  return `${words.join('-').slice(0, 120)}.${extension}`;
}

export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // Safari reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
