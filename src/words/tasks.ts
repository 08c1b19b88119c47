/** The words of the questions for a class: imported with them. */
import { tasks } from './en/tasks.ts';
import { addEnglish } from './english.ts';

addEnglish({ tasks });
