/**
 * Composites RGBA on white in place. Each channel is rounded once, as Chromium's canvas does;
 * Firefox rounds differently, so there such pictures give another set.
 */
export function flattenOnWhite(rgba: Uint8Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) {
      rgba[at + channel] = Math.round(((rgba[at + channel] ?? 0) * alpha) / 255) + 255 - alpha;
    }
    rgba[at + 3] = 255;
  }
}
