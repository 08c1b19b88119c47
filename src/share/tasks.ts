/**
 * The exercises for a class. Each is a link, so that a teacher can pass on what a press opens.
 * `task=NAME` in any link shows that exercise's steps; they fit the rest of its own link.
 */
import type { LanguageTag } from '../words/languages.ts';
import { writeLanguage } from './link-language.ts';
import type { LinkNotice } from './link-notice.ts';
import { readName } from './link-settings.ts';
import { type HideablePart, hasPart, leavesOut, type PageFrame, writeFrame } from './page-frame.ts';

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

/** The parts of the page that the steps of an exercise use. */
const taskParts: Readonly<Record<TaskName, readonly HideablePart[]>> = {
  rate: ['training', 'parameters'],
  guidance: [],
  steps: [],
  prediction: ['recipe', 'training'],
};

/** What the steps of the exercise use and a page with this frame does not show. */
export const partsMissing = (task: TaskName, frame: PageFrame): readonly HideablePart[] =>
  taskParts[task].filter((part) => !hasPart(frame, part));

/** The exercises that can be done in this frame. Each is in another view than the list of them. */
export const tasksIn = (frame: PageFrame): readonly TaskName[] =>
  leavesOut(frame, 'views') ? [] : taskNames.filter((task) => partsMissing(task, frame).length === 0);

/**
 * The link to an exercise that keeps the frame of the page that it is opened from, and its
 * language, unless each reader is to have their own (null).
 */
export const taskLinkIn = (task: TaskName, frame: PageFrame, language: LanguageTag | null): string =>
  taskLinks[task] + writeLanguage(language) + writeFrame(frame);

/** Exercises with pictures of a trained network, which their link has to name. */
const tasksOfModel: ReadonlySet<TaskName> = new Set(['guidance', 'steps']);

/** `namesPainter`: whether the link names a model that may paint. */
export function readTask(text: string | undefined, namesPainter: boolean, notices: LinkNotice[]): TaskName | undefined {
  const task = readName(taskKey, text, taskNames, notices);
  if (!task || namesPainter || !tasksOfModel.has(task)) return task;
  notices.push({ code: 'task-without-model', values: { task } });
  return undefined;
}

/** To be appended to a link that has fields; empty without an exercise. */
export const writeTask = (task: TaskName | null): string => (task === null ? '' : `&${taskKey}=${task}`);
