/** Words of the Shop screen; a part of `strings`. */
export const shopWords = {
  empty: 'No export of a shop is published yet.',
};
