/**
 * The exercises for a class. Each is a link, so that a teacher can pass on what a press opens.
 * `task=NAME` in any link shows that exercise's steps; they fit the rest of its own link.
 */
import type { LinkNotice } from './link-notice.ts';
import { readName } from './link-settings.ts';

export const taskNames = ['rate', 'guidance', 'steps', 'prediction'] as const;
export type TaskName = (typeof taskNames)[number];

export const taskKey = 'task';

const ofModel = '#v=1&recipe=quick&model=models/digits&view=paint&data=digits';

export const taskLinks: Readonly<Record<TaskName, string>> = {
  rate: '#v=1&recipe=article&seed=42&batch=8&task=rate',
  guidance: `${ofModel}&class=8&paint=guidance&task=guidance`,
  steps: `${ofModel}&class=3&paint=steps&task=steps`,
  prediction: '#v=1&recipe=tiny&data=digits&seed=42&task=prediction',
};

export const readTask = (text: string | undefined, notices: LinkNotice[]): TaskName | undefined =>
  readName(taskKey, text, taskNames, notices);

/** To be appended to a link that has fields; empty without an exercise. */
export const writeTask = (task: TaskName | null): string => (task === null ? '' : `&${taskKey}=${task}`);
