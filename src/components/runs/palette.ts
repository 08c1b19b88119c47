/**
 * Colours of the runs, by index: at least 3 : 1 contrast on the surface of their theme, and
 * distinguishable for colour-blind people (`palette.test.ts`). The words table names them in the
 * same order.
 */
export const palette = {
  light: ['#1660f8', '#712f00', '#3fa16e', '#ac52b0', '#b78a0f', '#075067', '#818794', '#e20e43'],
  dark: ['#9fb4ea', '#b3680d', '#80fdb6', '#b517ef', '#d5be00', '#c0f5fe', '#a0a2a5', '#d72550'],
} as const;

export const colourOf = (scheme: keyof typeof palette, place: number): string =>
  palette[scheme][place % palette[scheme].length] ?? palette[scheme][0];
