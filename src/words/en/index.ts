/**
 * All of the page's words in one value, for types, tests and the build. The page itself imports
 * them in parts, together with the components that show them.
 */
import { aboutPage } from './about-page.ts';
import { coach } from './coach.ts';
import { errors } from './errors.ts';
import { help } from './help.ts';
import { layers } from './layers.ts';
import { link } from './link.ts';
import { models } from './models.ts';
import { notFound } from './not-found.ts';
import { modelOffer, notices } from './notices.ts';
import { ownPictures } from './own-pictures.ts';
import { page } from './page.ts';
import { paint } from './paint.ts';
import { reasons } from './reasons.ts';
import { repair } from './repair.ts';
import { restoreSource } from './restore-source.ts';
import { runs } from './runs.ts';
import { start } from './start.ts';
import { tasks } from './tasks.ts';

export const words = {
  ...page,
  aboutPage,
  coach,
  errors,
  help,
  layers,
  link,
  modelOffer,
  models,
  notFound,
  notices,
  ownPictures,
  paint,
  reasons,
  repair,
  restoreSource,
  runs,
  start,
  tasks,
};
