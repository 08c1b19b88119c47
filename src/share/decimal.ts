/** `Number` alone would accept '', '0x10' and 'Infinity'. */
const decimal = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A decimal number as a person writes it, in a link or in a field: `64`, `0.001`, `1e-3`. NaN if
 * the text is not one.
 */
export function parseDecimal(text: string): number {
  const trimmed = text.trim();
  return decimal.test(trimmed) ? Number(trimmed) + 0 : Number.NaN; // + 0 turns -0 into 0
}
