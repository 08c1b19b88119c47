import { recipes } from '../ml/config.ts';
import type { EngineCalls } from '../workers/client.ts';
import type { EngineReport, OpenOptions } from '../workers/protocol.ts';

/**
 * A link, or settings of an earlier visit, may ask for what cannot be had here, as the `refusal` of `options` says. Opens whatever backend there is and, if
 * that does not help, the recipe's own settings. Where nothing helps it was not for this, and the refusal is thrown again.
 */
export async function openPlainly(
  call: Pick<EngineCalls, 'open'>,
  options: OpenOptions,
  refusal: unknown,
): Promise<EngineReport> {
  const anyBackend: OpenOptions = { ...options, backend: 'auto' };
  const { experiment } = recipes[options.experiment.recipe];
  for (const plain of [anyBackend, { ...anyBackend, experiment }]) {
    if (JSON.stringify(plain) === JSON.stringify(options)) continue;
    try {
      return await call.open(plain);
    } catch {}
  }
  throw refusal;
}
