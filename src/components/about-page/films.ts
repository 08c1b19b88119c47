/** The films of About: public/films/NAME.webp, as tools/film-pictures.ts draws them. */
export const films = {
  models: ['digits', 'emoji'],
  steps: 25,
  /** How many steps the pictures of a film have taken. Most of the change comes late. */
  stepsTaken: [0, 7, 11, 14, 17, 20, 25],
} as const;
