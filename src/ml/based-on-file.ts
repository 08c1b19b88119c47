/** What brings a folder from elsewhere puts this file into it: name and licence of the model, as `basedOnSchema` has them. */
export const basedOnFile = 'based_on.json';
