/**
 * Breaks drawn text into lines: between words, and in Chinese between any two characters, but never
 * before a mark that closes something.
 */

/** A piece that stays on one line, with the spaces after it. */
const piece = /[（《「【“]*\p{Script=Han}[，。、；：！？）》」】”…]*\s*|[^\s\p{Script=Han}]+\s*/gu;

export const piecesOf = (text: string): readonly string[] => text.match(piece) ?? [];

/**
 * Lines no wider than `width`; a wider piece gets its own line. The last of `most` lines takes the
 * rest.
 */
export function linesOfPieces(
  pieces: readonly string[],
  width: number,
  widthOf: (text: string) => number,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const lines: string[] = [];
  for (const next of pieces) {
    const longer = (lines.at(-1) ?? '') + next;
    const fits = widthOf(longer.trimEnd()) <= width || lines.length === most;
    if (lines.length > 0 && fits) lines[lines.length - 1] = longer;
    else lines.push(next);
  }
  return lines.map((line) => line.trimEnd());
}

export const wrapped = (text: string, width: number, widthOf: (text: string) => number): readonly string[] =>
  linesOfPieces(piecesOf(text), width, widthOf);
