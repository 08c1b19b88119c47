import type { ErrorReport } from '../ml/errors.ts';
import { errors } from './errors.en.ts';

/** The English sentence for an error, for hosts without the page's translations (the command line). */
export function sentenceOf(report: ErrorReport): string {
  const { what, remedy } = errors[report.code];
  return `${what} ${remedy}`
    .trim()
    .replace(/\{\{(\w+)\}\}/g, (whole, key: string) => String(report.values[key] ?? whole));
}
