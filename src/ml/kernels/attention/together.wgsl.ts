/**
 * A subgroup has some queries, and its lanes divide the other side between them: each lane has four
 * of the keys, or one element of the channels. A number that one lane has loaded passes to the
 * others through registers. A workgroup is one such subgroup, so that all its lanes take the same
 * path. Each lane still loads its own keys: four of them, with their weights in one load.
 */
import { alone } from './alone.wgsl.ts';
import { type AttentionTiles, keysPerBlock } from './attention.wgsl.ts';
import { each, keyNames, oneAfterAnother } from './tile-source.wgsl.ts';

export interface TogetherShape {
  /** Lanes of a subgroup. */
  readonly lanes: number;
  /** Queries of a workgroup, a multiple of the lanes. */
  readonly queries: number;
  /** Elements of a token that are summed at a time for a key. */
  readonly elements: number;
}

export function together({ lanes, queries, elements }: TogetherShape): AttentionTiles {
  const ofKeys = alone({ queries: 0, elements, workgroup: lanes });
  const from = (value: string, lane: string | number) =>
    `subgroupShuffle(${value}, ${lane}${typeof lane === 'number' ? 'u' : ''})`;
  const eachElement = (count: number, body: string, token: string, to: string) => /* wgsl */ `
    for (var firstC = 0u; firstC < uniforms.width; firstC += ${lanes}u) {
      let c = min(firstC + lane, uniforms.width - 1u);
      ${each(count, (i) => `var sum${i} = Element(0.0);`)}
      ${body}
      ${oneAfterAnother(count, ['sum#'], `if (${token} < uniforms.tokens && firstC + lane < uniforms.width) { ${to}[tokenAt(first, ${token}) + c] = sum0; }`)}
    }
  `;
  return {
    key: `together ${lanes} ${queries} ${elements}`,
    workgroup: lanes,
    subgroups: true,
    queriesPerWorkgroup: queries,
    blocks: lanes,
    rows: queries,
    firstBlock: 'lane',
    blockStep: `${lanes}u`,
    largestOf: (value) => `subgroupMax(${value})`,
    sumOf: (value) => `subgroupAdd(${value})`,
    ownQueries: /* wgsl */ `
      let query = ${queries}u * workgroupInMap;
      let row = (map * uniforms.rows + query) * uniforms.keyBlocks;
      ${each(queries / lanes, (j) => `let query${j} = tokenAt(first, query + ${j * lanes}u + lane);`)}
    `,
    products: (of, withEach, to) => /* wgsl */ `
      for (var firstBlock = 0u; firstBlock < uniforms.keyBlocks; firstBlock += ${lanes}u) {
        let block = firstBlock + lane;
        ${each(keysPerBlock, (k) => `let key${k} = tokenAt(first, ${keysPerBlock}u * block + ${k}u);`)}
        ${each(queries, (i) => `var dots${i} = vec4<f32>(0.0);`)}
        for (var c = 0u; c < uniforms.width; c++) {
          ${each(queries / lanes, (j) => `let own${j} = ${of}[query${j} + c];`)}
          ${each(keysPerBlock, (k) => `let other${k} = ${withEach}[key${k} + c];`)}
          ${each(
            queries,
            (i) => `{
            let x = ${from(`own${Math.floor(i / lanes)}`, i % lanes)};
            ${keyNames.map((name, k) => `dots${i}.${name} = inner(x, other${k}, dots${i}.${name});`).join('\n')}
          }`,
          )}
        }
        ${oneAfterAnother(queries, ['dots#'], `${to}[row + i * uniforms.keyBlocks + block] = dots0;`)}
      }
    `,
    sumsOfKeys: (weights, of, to) =>
      eachElement(
        queries,
        /* wgsl */ `
        for (var firstBlock = 0u; firstBlock < uniforms.keyBlocks; firstBlock += ${lanes}u) {
          ${each(queries, (i) => `let weight${i} = ${weights}[row + ${i}u * uniforms.keyBlocks + firstBlock + lane];`)}
          for (var l = 0u; l < ${lanes}u; l++) {
            ${keyNames
              .map(
                (name, k) => `{
              let other = ${of}[tokenAt(first, ${keysPerBlock}u * (firstBlock + l) + ${k}u) + c];
              ${each(queries, (i) => `sum${i} = fma(Element(${from(`weight${i}.${name}`, 'l')}), other, sum${i});`)}
            }`,
              )
              .join('\n')}
          }
        }
      `,
        '(query + i)',
        to,
      ),
    keysPerWorkgroup: ofKeys.keysPerWorkgroup,
    sumsOfQueries: ofKeys.sumsOfQueries,
  };
}
