/**
 * Until version 0.17, diffusers had other names for the parts of an attention; people still open
 * checkpoints of that time.
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ['query', 'to_q'],
  ['key', 'to_k'],
  ['value', 'to_v'],
  ['proj_attn', 'to_out.0'],
]);

/**
 * The current name of a parameter: `mid_block.attentions.0.query.weight` ->
 * `mid_block.attentions.0.to_q.weight`. Other names stay.
 */
export function currentParameterName(name: string): string {
  return name.replace(
    /((?:^|\.)attentions\.\d+\.)(query|key|value|proj_attn)(?=\.(?:weight|bias)$)/,
    (_, block: string, part: string) => `${block}${renamed.get(part)}`,
  );
}
