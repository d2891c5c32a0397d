import type { Place } from './place-nodes.ts';

const least = 0.25;
const most = 1.6;
/** Room kept around what is shown, in pixels. */
const margin = 24;

interface Size {
  width: number;
  height: number;
}

/** Where the map is looked at: scaled by `k`, then moved by `x`, `y` pixels. */
export class PanZoom {
  x = $state(0);
  y = $state(0);
  k = $state(1);
  /** Of the window on the map, and of the map at scale 1. */
  view = $state.raw<Size>({ width: 0, height: 0 });
  map = $state.raw<Size>({ width: 0, height: 0 });

  /** Shows all of it; never larger than life. */
  fit(smallest = least): void {
    const { view, map } = this;
    const scale = Math.min(
      (view.width - 2 * margin) / map.width,
      (view.height - 2 * margin) / map.height,
      1,
    );
    this.k = Math.min(Math.max(scale, smallest), most);
    this.#move((view.width - map.width * this.k) / 2, (view.height - map.height * this.k) / 2);
    if (map.width * this.k > view.width) this.#move(margin, this.y);
  }

  /** Scales about a point of the window. */
  zoom(factor: number, x = this.view.width / 2, y = this.view.height / 2): void {
    const k = Math.min(Math.max(this.k * factor, least), most);
    const ratio = k / this.k;
    this.k = k;
    this.#move(x - (x - this.x) * ratio, y - (y - this.y) * ratio);
  }

  /** Moves by pixels of the window; false: it was at its end. */
  pan(dx: number, dy: number): boolean {
    const { x, y } = this;
    this.#move(x + dx, y + dy);
    return this.x !== x || this.y !== y;
  }

  /** Moves as little as needed to bring a node into the window. */
  show({ x, y, width, height }: Place): void {
    const { view, k } = this;
    const dx = shift(this.x + x * k, width * k, view.width);
    const dy = shift(this.y + y * k, height * k, view.height);
    if (dx !== 0 || dy !== 0) this.#move(this.x + dx, this.y + dy);
  }

  /** Puts a node in the middle. */
  centre({ x, y, width, height }: Place): void {
    const { view, k } = this;
    this.#move(view.width / 2 - (x + width / 2) * k, view.height / 2 - (y + height / 2) * k);
  }

  #move(x: number, y: number): void {
    this.x = held(x, this.view.width, this.map.width * this.k);
    this.y = held(y, this.view.height, this.map.height * this.k);
  }
}

/** A map that fits stays in the middle; a larger one leaves no more than the margin empty. */
function held(at: number, view: number, map: number): number {
  if (map + 2 * margin <= view) return (view - map) / 2;
  return Math.min(Math.max(at, view - map - margin), margin);
}

function shift(at: number, size: number, view: number): number {
  if (at < margin) return margin - at;
  return Math.min(view - margin - (at + size), 0);
}
