import type { LinkNoticeCode } from '../../share/link-notice.ts';

/** What a link's notices say; {{values}} come with the notice. */
export const link: Readonly<Record<LinkNoticeCode, string>> = {
  'too-long': 'The link is longer than {{limit}} characters; what comes after is ignored.',
  'newer-version':
    'The link was made by a newer version ({{version}}) of this page; it is opened as far as version {{known}} goes.',
  'unknown-key': 'The link sets “{{key}}”, which is not known here; it is ignored.',
  'repeated-key': 'The link sets “{{key}}” more than once; the first value counts.',
  'not-in-range': 'The link sets {{key}} to “{{value}}”; it must be from {{min}} to {{max}}, so the default is used.',
  'not-whole-in-range':
    'The link sets {{key}} to “{{value}}”; it must be a whole number from {{min}} to {{max}}, so the default is used.',
  'not-a-name': 'The link sets {{key}} to “{{value}}”; allowed is {{allowed}}. The default is used.',
  'not-a-part': 'The link hides “{{value}}”, which is no part that can be hidden; these are: {{allowed}}.',
  'no-recipe':
    'The link names no recipe, but sets {{keys}}, which {{recipe}} does not use: a part of the link seems to be lost. It opens with {{recipe}}.',
  'not-of-recipe': 'The link sets {{key}}, for which the recipe {{recipe}} has no use; it is ignored.',
  'not-a-model':
    'The link names the model “{{value}}”, which is not loaded: its address must begin with https:// (or be a folder of this site) and have at most {{limit}} characters.',
  'not-of-set':
    'The link trains {{recipe}} on the data set {{data}}, whose pictures do not fit its network; it opens with {{instead}}.',
  'not-of-model':
    'The link also sets {{keys}}, which was not used: the model {{model}} goes on as recipe {{recipe}} on {{data}}.',
  'task-without-model':
    'The link shows the exercise “{{task}}”, which needs a model that paints, and names none: its steps are not shown.',
  more: 'And {{count}} more of this kind.',
};
