import type { LineageNode } from '../core/lineage/lineage.ts';
import { plural } from './plural.ts';

type Status = NonNullable<NonNullable<LineageNode['lastRun']>['status']>;

/** Words of the Lineage part of the Models screen. */
export const lineageWords = {
  loading: 'Following the SQL…',
  loadingNote: 'The first time, its parser is loaded (5 MB).',
  empty: 'Nothing here meets these filters.',
  clear: 'Clear filters',
  search: 'Find a model, column or file',
  subject: 'Subject',
  subjects: { all: 'Both subjects', website: 'Website', shop: 'Shop' },
  layer: 'Layer',
  allLayers: 'All layers',
  tag: 'Tag',
  allTags: 'All tags',
  drafts: 'With drafts',
  shown: (count: string, total: string) => `${count} of ${total}`,

  views: { map: 'Map', table: 'Table' },
  viewLabel: 'Shown as',
  switchView: 'Lineage: map or table',
  fitKey: 'Lineage: fit the map',
  fit: 'Fit',
  closer: 'Closer',
  farther: 'Farther',
  zoomLabel: 'Size of the map',
  mapLabel: 'Lineage from files to metrics',
  mapHelp:
    'Left and right arrows follow the data, up and down stay in a layer, Enter opens details, Escape goes back.',

  only: {
    label: 'Only',
    all: 'Everything',
    up: 'What feeds it',
    down: 'What it feeds',
    both: 'What feeds it and what it feeds',
  },

  kinds: {
    file: 'File',
    source: 'Source',
    model: 'Model',
    metric: 'Metric',
  } satisfies Record<LineageNode['kind'], string>,
  layers: { file: 'Files', source: 'Sources', metric: 'Metrics' },
  website: 'Website exports',
  files: (count: number, text: string) => `${text} ${plural(count, 'file', 'files')}`,
  statuses: {
    pass: 'Passed',
    warn: 'Warning',
    error: 'Failed',
    held: 'Held',
  } satisfies Record<Status, string>,
  notRun: 'Not run',
  quick: '<0.1\u00a0s',
  rows: (count: number, text: string) => `${text} ${plural(count, 'row', 'rows')}`,

  tableLabel: 'Files, sources, models and metrics',
  columns: {
    name: 'Name',
    reads: 'Reads',
    feeds: 'Feeds',
    status: 'Last run',
    rows: 'Rows',
    seconds: 'Time',
  },
  nothing: 'nothing',
  readsCount: (count: string) => `reads ${count}`,
  feedsCount: (count: string) => `feeds ${count}`,

  close: 'Close details',
  back: 'Back to the whole',
  openFile: 'Open its file',
  reads: 'Reads',
  feeds: 'Feeds',
  columnsTitle: 'Columns',
  noColumns: 'Its columns are not known.',
  unread: (reason: string) => `Its columns are not traced. ${reason}`,
  unreadNote: (count: number, text: string) =>
    `${text} ${plural(count, 'model could not be followed', 'models could not be followed')}`,
  chooseColumn: 'Choose a column to see where it comes from and what it feeds.',

  trace: {
    back: 'All columns',
    from: 'Comes from',
    to: 'Feeds',
    fromNothing: 'No column: it is counted or written in the SQL itself.',
    fromNothingButRows:
      'No column gives its value: it counts rows, or is written in the SQL itself.',
    toNothing: 'Nothing reads it.',
    rowsFrom: 'Rows are decided by',
    rowsTo: 'Decides the rows of',
    valueSign: 'solid: gives the value',
    filterSign: 'dashed: decides which rows',
    summary: (column: string, from: string, to: string) =>
      `${column} comes from ${from} and feeds ${to}.`,
    count: (count: number, text: string) => `${text} ${plural(count, 'column', 'columns')}`,
  },

  describe: (parts: { name: string; kind: string; status: string; reads: string; feeds: string }) =>
    `${parts.name}, ${parts.kind}, ${parts.status}, ${parts.reads}, ${parts.feeds}`,
};
