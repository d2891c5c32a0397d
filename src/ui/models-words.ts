/** Words of the Models screen and its editor; a part of `strings`. */
export const modelsWords = {
  partsLabel: 'Parts of the Models screen',
  parts: { editor: 'Files', lineage: 'Lineage', specification: 'Specification' },
};
