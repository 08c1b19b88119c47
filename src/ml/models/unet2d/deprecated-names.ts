/** Until version 0.17 diffusers called the parts of an attention otherwise, and checkpoints of that time are still the ones that people open. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['query', 'to_q'],
  ['key', 'to_k'],
  ['value', 'to_v'],
  ['proj_attn', 'to_out.0'],
]);

/** A parameter's name today: `mid_block.attentions.0.query.weight` -> `mid_block.attentions.0.to_q.weight`. Other names stay. */
export function currentParameterName(name: string): string {
  return name.replace(
    /((?:^|\.)attentions\.\d+\.)(query|key|value|proj_attn)(?=\.(?:weight|bias)$)/,
    (_, block: string, part: string) => `${block}${renamed.get(part)}`,
  );
}
