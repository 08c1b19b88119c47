import { recipes } from '../ml/config.ts';
import type { EngineCalls } from '../workers/client.ts';
import type { EngineReport, OpenOptions } from '../workers/protocol.ts';

/**
 * A link, or the settings of an earlier visit, may request options that are not available here;
 * `refusal` says so. Opens any backend there is and, if that does not help, the recipe's own
 * settings. If nothing helps, the cause was another one, and the refusal is thrown again.
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
