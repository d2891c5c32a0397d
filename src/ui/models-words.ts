/** Words of the Models screen's frame; a part of `strings`. Those of its editor come with it: models-editor-words.ts. */
export const modelsWords = {
  partsLabel: 'Parts of the Models screen',
  parts: { editor: 'Files', lineage: 'Lineage', specification: 'Specification' },
  loading: 'Loading the files…',
};
