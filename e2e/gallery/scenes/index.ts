import type { Scene, Scenes } from '../scene.ts';
import { boardScenes } from './board-scenes.ts';
import { dialogScenes } from './dialog-scenes.ts';
import { exploreScenes } from './explore-scenes.ts';
import { exportsScenes } from './exports-scenes.ts';
import { growthScenes } from './growth-scenes.ts';
import { importScenes } from './import-scenes.ts';
import { modelsScenes } from './models-scenes.ts';
import { overviewScenes } from './overview-scenes.ts';
import { qualityScenes } from './quality-scenes.ts';
import { rulesScenes } from './rules-scenes.ts';
import { shopScenes } from './shop-scenes.ts';
import { storageScenes } from './storage-scenes.ts';

/** All scenes by room; a scene's name is `room/name`. */
export const rooms: Record<string, Scenes> = {
  import: importScenes,
  overview: overviewScenes,
  growth: growthScenes,
  shop: shopScenes,
  quality: qualityScenes,
  models: modelsScenes,
  explore: exploreScenes,
  exports: exportsScenes,
  rules: rulesScenes,
  storage: storageScenes,
  dialogs: dialogScenes,
  parts: boardScenes,
};

export function findScene(name: string): Scene | undefined {
  const [room = '', scene = ''] = name.split('/', 2);
  return rooms[room]?.[scene];
}
