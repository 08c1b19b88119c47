/**
 * The words of notices, their sentences and the offer of a model: imported with what shows them, as
 * most visits need none.
 */
import { errors } from './en/errors.ts';
import { link } from './en/link.ts';
import { modelOffer, notices } from './en/notices.ts';
import { reasons } from './en/reasons.ts';
import { addEnglish } from './english.ts';

addEnglish({ errors, link, modelOffer, notices, reasons });
