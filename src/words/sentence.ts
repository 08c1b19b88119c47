import type { ErrorCode, ErrorReport } from '../ml/errors.ts';
import type { ReasonCode, ReasonValue } from '../ml/reasons.ts';
import { conversionOfFolder, conversionOfRepository } from './conversion.ts';
import { errors } from './en/errors.ts';
import { reasons } from './en/reasons.ts';
import { inWords, withReasons } from './reason-text.ts';

/**
 * Replacements for sentences that mention reloading, exporting or the page's controls, which the
 * command line does not have.
 */
const commandLine: Partial<Readonly<Record<ErrorCode, { readonly what?: string; readonly remedy: string }>>> = {
  'data-missing': { remedy: 'Run `npm run data`, or name the folder that has them with --data.' },
  'data-all-shards-failed': { remedy: 'Run `npm run data`: it replaces what is damaged.' },
  'data-no-images': { remedy: 'Name other --classes, or run `npm run data` for all images.' },
  'checkpoint-not-one': { remedy: 'Name a folder that `npm run train -- --out DIR` wrote, or an unzipped export.' },
  'checkpoint-too-large': { remedy: 'Name a smaller one.' },
  'checkpoint-file-missing': { remedy: 'Save or download it again, all of it.' },
  'checkpoint-invalid': { remedy: 'Save or download it again.' },
  'checkpoint-pickle': {
    remedy: `Convert the folder DIR (with UNet2DModel where it has no model_index.json), and name the folder model: ${conversionOfFolder}`,
  },
  'checkpoint-recipe-unknown': { remedy: 'Name one of another recipe.' },
  'hub-missing': { remedy: 'Check the spelling: owner/name. A private one takes a token of yours (HF_TOKEN).' },
  'hub-gated': { remedy: 'Accept them there, and set HF_TOKEN to a token of yours.' },
  'hub-answer': { remedy: 'Try again later; or download the files and name their folder.' },
  'hub-pickle': {
    remedy: `Convert them, and name the folder model: ${conversionOfRepository}`,
  },
  'webgpu-missing': {
    remedy: 'Install a Vulkan driver, or a Chromium (it carries a software one), or give --backend cpu.',
  },
  'device-lost': { remedy: 'Go on from the last save: --resume with the folder of --out.' },
  'out-of-memory': { remedy: 'Close what else uses the GPU.' },
  'step-out-of-memory': { remedy: 'Try --batch {{batch}}: it needs about {{megabytes}} MB.' },
  'device-error': { remedy: 'Try a smaller --batch.' },
  'not-finite': { remedy: 'Start again with a smaller --lr.' },
  'part-missing': { what: 'A part of the program could not be loaded ({{part}}).', remedy: 'Install it again.' },
  'nothing-saved': { remedy: 'Train it with --out first.' },
  'storage-full': { remedy: 'Free some space where --out writes.' },
  'storage-unavailable': { what: 'The run could not be saved ({{reason}}).', remedy: 'Check the folder of --out.' },
  bug: { remedy: 'Run it again; if it happens again, please report it.' },
};

/**
 * The English sentence for an error, for hosts without the page's translations (the command line).
 */
export function sentenceOf(report: ErrorReport): string {
  const { what, remedy } = { ...errors[report.code], ...commandLine[report.code] };
  return filled(`${what} ${remedy}`.trim(), withReasons(report.values, say));
}

/** The English words of a reason: "a whole number from 1 to 512". */
export const reasonInEnglish = (reason: ReasonValue): string => String(inWords(reason, say));

const say = (code: ReasonCode, values: Values): string => filled(reasons[code], values);

type Values = Readonly<Record<string, string | number>>;

const filled = (sentence: string, values: Values): string =>
  sentence.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => String(values[key] ?? whole));
