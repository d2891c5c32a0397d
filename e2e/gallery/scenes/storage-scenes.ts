import { emptyStatus, madeStatus, madeStorage } from '../made/made-workbench.ts';
import type { Scenes } from '../scene.ts';
import { failing, forever } from './pending.ts';

const at = '#/storage';

export const storageScenes: Scenes = {
  usual: { title: 'At rest', at },
  empty: {
    title: 'Nothing published',
    at,
    workbench: {
      status: async () => emptyStatus,
      journal: async () => [],
      storage: async () => ({
        ...madeStorage,
        usage: 0,
        persisted: null,
        live: { files: 0, bytes: 0 },
        kept: { files: 0, bytes: 0 },
        lastBackup: null,
        publications: [],
      }),
    },
  },
  overdue: {
    title: 'No promise, no backup, nearly full',
    at,
    workbench: {
      storage: async () => ({
        ...madeStorage,
        persisted: false,
        lastBackup: null,
        usage: 11_400_000_000,
      }),
    },
  },
  unknown: {
    title: 'A browser that does not tell',
    at,
    workbench: {
      storage: async () => ({ ...madeStorage, usage: null, quota: null, persisted: null }),
    },
  },
  folders: {
    title: 'Folders that follow',
    at,
    browser: { folders: { mirror: 'granted', inbox: 'granted' } },
  },
  lapsed: {
    title: 'Folders that may no longer be read',
    at,
    browser: { folders: { mirror: 'prompt', inbox: 'prompt' } },
  },
  'lapsed-elsewhere': {
    title: 'The same, on another screen',
    at: '#/exports',
    browser: { folders: { mirror: 'prompt', inbox: 'prompt' } },
  },
  'put-back': { title: 'An earlier publication', at, act: (person) => person.click(/^Put back/) },
  verifying: {
    title: 'Files being compared',
    at,
    workbench: {
      verify: (_, options) => {
        options?.onProgress?.({ step: 'read', share: 0.31 });
        return forever();
      },
    },
    act: (person) => person.click('Check every file'),
  },
  verified: { title: 'All files are whole', at, act: (person) => person.click('Check every file') },
  failed: {
    title: 'Cannot be told',
    at,
    workbench: { storage: failing('warehouse-damaged', 'the manifest cannot be read') },
  },
  session: {
    title: 'This browser keeps nothing',
    at,
    workbench: { status: async () => madeStatus({ storage: { state: 'session' } }) },
  },
};
