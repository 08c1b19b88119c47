/** Drops sampling options that are not built here, so that a network's weights run all the same. */
import { PlaygroundError } from '../../errors.ts';
import { createScheduler, type SchedulerConfig } from './index.ts';
import { inOurWords, isOfSampling } from './nearest.ts';

/**
 * The config without the options that are not built here; calls `leftOut` for each. Throws
 * `scheduler-config` for anything else that does not run.
 */
export function runnable(config: SchedulerConfig, leftOut: (field: string) => void = () => {}): SchedulerConfig {
  const field = refusedField(config);
  if (field === null) return config;
  leftOut(field);
  const { [field]: _, ...rest } = config;
  return runnable({ ...rest, _class_name: config._class_name }, leftOut);
}

/** A field that may be left out and is not built here; null if everything runs. */
function refusedField(config: SchedulerConfig): string | null {
  try {
    createScheduler(inOurWords(config)).dispose();
    return null;
  } catch (error) {
    const field = error instanceof PlaygroundError ? error.values.field : undefined;
    if (typeof field !== 'string' || !(field in config) || !isOfSampling(field)) throw error;
    return field;
  }
}
