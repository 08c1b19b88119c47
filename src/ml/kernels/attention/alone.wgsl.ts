/**
 * An invocation has its own queries, or four keys of its own. All invocations of a workgroup are at
 * the same key (or query) at the same time, so that adapters which can do so read its numbers once
 * for all of them.
 */
import { type AttentionTiles, keysPerBlock } from './attention.wgsl.ts';
import { each, keyNames, oneAfterAnother } from './tile-source.wgsl.ts';

export interface AloneShape {
  /** Queries per invocation. */
  readonly queries: number;
  /** Elements of a token that are summed at a time. */
  readonly elements: number;
  readonly workgroup: number;
}

export function alone({ queries, elements, workgroup }: AloneShape): AttentionTiles {
  const sums = Array.from({ length: elements }, (_, e) => `sum#_${e}`);
  /** Stores the first sums as elements c0 and following of a token, if that token exists. */
  const store = (token: string, to: string) => /* wgsl */ `
    if (${token} < uniforms.tokens) {
      ${each(elements, (e) => `if (c + ${e}u < uniforms.width) { ${to}[tokenAt(first, ${token}) + c + ${e}u] = sum0_${e}; }`)}
    }
  `;
  const eachElement = (body: string) => /* wgsl */ `
    for (var c = 0u; c < uniforms.width; c += ${elements}u) {
      ${each(elements, (e) => `let c${e} = min(c + ${e}u, uniforms.width - 1u);`)}
      ${body}
    }
  `;
  return {
    key: `alone ${queries} ${elements} ${workgroup}`,
    workgroup,
    subgroups: false,
    queriesPerWorkgroup: queries * workgroup,
    keysPerWorkgroup: keysPerBlock * workgroup,
    blocks: 1,
    rows: queries,
    firstBlock: '0u',
    blockStep: '1u',
    largestOf: (value) => value,
    sumOf: (value) => value,
    ownQueries: /* wgsl */ `
      let query = ${queries}u * (workgroupInMap * workgroupSize + lane);
      let row = (map * uniforms.rows + query) * uniforms.keyBlocks;
      ${each(queries, (i) => `let query${i} = tokenAt(first, query + ${i}u);`)}
    `,
    products: (of, withEach, to) => /* wgsl */ `
      for (var block = 0u; block < uniforms.keyBlocks; block++) {
        ${each(keysPerBlock, (k) => `let key${k} = tokenAt(first, ${keysPerBlock}u * block + ${k}u);`)}
        ${each(queries, (i) => `var dots${i} = vec4<f32>(0.0);`)}
        for (var c = 0u; c < uniforms.width; c++) {
          ${each(queries, (i) => `let own${i} = ${of}[query${i} + c];`)}
          ${keyNames
            .map(
              (name, k) => `{
            let other = ${withEach}[key${k} + c];
            ${each(queries, (i) => `dots${i}.${name} = inner(own${i}, other, dots${i}.${name});`)}
          }`,
            )
            .join('\n')}
        }
        ${oneAfterAnother(queries, ['dots#'], `${to}[row + i * uniforms.keyBlocks + block] = dots0;`)}
      }
    `,
    sumsOfKeys: (weights, of, to) =>
      eachElement(/* wgsl */ `
        ${each(queries, (i) => each(elements, (e) => `var sum${i}_${e} = Element(0.0);`))}
        for (var block = 0u; block < uniforms.keyBlocks; block++) {
          ${each(queries, (i) => `let weight${i} = ${weights}[row + ${i}u * uniforms.keyBlocks + block];`)}
          ${keyNames
            .map(
              (name, k) => `{
            let key = tokenAt(first, ${keysPerBlock}u * block + ${k}u);
            ${each(
              elements,
              (e) => `{
              let other = ${of}[key + c${e}];
              ${each(queries, (i) => `sum${i}_${e} = fma(Element(weight${i}.${name}), other, sum${i}_${e});`)}
            }`,
            )}
          }`,
            )
            .join('\n')}
        }
        ${oneAfterAnother(queries, sums, store('(query + i)', to))}
      `),
    sumsOfQueries: (weights, of, to) => /* wgsl */ `{
      let block = workgroupInMap * workgroupSize + lane;
      let column = map * uniforms.rows * uniforms.keyBlocks + min(block, uniforms.keyBlocks - 1u);
      ${eachElement(/* wgsl */ `
        ${each(keysPerBlock, (k) => each(elements, (e) => `var sum${k}_${e} = Element(0.0);`))}
        for (var i = 0u; i < uniforms.tokens; i++) {
          let weights = ${weights}[column + i * uniforms.keyBlocks];
          let query = first + i * uniforms.channels;
          ${each(
            elements,
            (e) => `{
            let other = ${of}[query + c${e}];
            ${keyNames.map((name, k) => `sum${k}_${e} = fma(Element(weights.${name}), other, sum${k}_${e});`).join('\n')}
          }`,
          )}
        }
        ${oneAfterAnother(keysPerBlock, sums, store(`(${keysPerBlock}u * block + i)`, to))}
      `)}
    }`,
  };
}
