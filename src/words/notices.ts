/**
 * The words of notices, errors and the offer of a model. They are imported with the parts that show
 * them, because most visits need none.
 */
import { errors } from './en/errors.ts';
import { link } from './en/link.ts';
import { modelOffer, notices } from './en/notices.ts';
import { reasons } from './en/reasons.ts';
import { addEnglish } from './english.ts';

addEnglish({ errors, link, modelOffer, notices, reasons });
