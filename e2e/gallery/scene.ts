import type { Component } from 'svelte';
import type { Workbench } from '../../src/workbench.ts';
import type { Actor } from './actor.ts';
import type { Browser } from './stand-ins.ts';

/** A screen in one of its states. */
export interface ScreenScene {
  /** What is to be seen, for the index. */
  title: string;
  /** Address inside the app: `#/quality/held`. */
  at: string;
  /** What this workbench does unlike the usual one; made anew for each showing where it changes. */
  workbench?: Partial<Workbench> | (() => Partial<Workbench>);
  /** What of the browser is unlike the usual one. */
  browser?: Browser;
  /** What a person does until the state is there. */
  act?: (person: Actor) => Promise<unknown>;
}

/** Parts in their states, beside each other. */
export interface BoardScene {
  title: string;
  board: Component;
}

export type Scene = ScreenScene | BoardScene;

/** Scenes of one screen by their names. */
export type Scenes = Record<string, Scene>;
