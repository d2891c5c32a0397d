import ChartBoard from '../boards/ChartBoard.svelte';
import PartBoard from '../boards/PartBoard.svelte';
import type { Scenes } from '../scene.ts';

export const boardScenes: Scenes = {
  marks: { title: 'Marks, buttons, fields, panels', board: PartBoard },
  charts: { title: 'Charts and tiles', board: ChartBoard },
};
