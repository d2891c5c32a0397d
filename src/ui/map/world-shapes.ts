import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { mesh } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json';
import { codeOfShape, placeOfCountry } from './country-codes.ts';

/** A country as it is drawn, in units of `worldSize`. */
export interface WorldShape {
  /** ISO 3166-1 letters. */
  code: string;
  path: string;
}

type Topology = Parameters<typeof mesh>[0];

const width = 1000;

// Nobody lives on Antarctica, and it would take a third of the map.
const lands = landsOf(atlas).flatMap(({ number, name, land }) => {
  const code = codeOfShape(number, name);
  return code === undefined || code === 'AQ' ? [] : [{ code, land }];
});
const all = { type: 'FeatureCollection' as const, features: lands.map(({ land }) => land) };
// Turned a little, so that the edge of the map runs through the Bering Strait and not through Russia.
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, { type: 'Sphere' });
const draw = geoPath(projection).digits(1);

/** Width and height of the whole map. */
export const worldSize = { width, height: Math.ceil(draw.bounds(all)[1][1]) };

/** All lands, a country's parts that the atlas tells apart as one (Equal Earth: areas compare as on the globe). */
export const worldShapes: readonly WorldShape[] = [
  ...lands.reduce(
    (paths, { code, land }) => paths.set(code, (paths.get(code) ?? '') + (draw(land) ?? '')),
    new Map<string, string>(),
  ),
].map(([code, path]) => ({ code, path }));

const centres = new Map(
  lands.map(({ code, land }) => [code, draw.centroid(largestPart(land.geometry))]),
);

/** Where a country is: the middle of its largest land, or of the circle that stands for it; undefined where it is not on the map. */
export function worldPoint(code: string): [number, number] | undefined {
  const place = placeOfCountry.get(code);
  return place === undefined ? centres.get(code) : (projection(place) ?? undefined);
}

/** The countries of an atlas (TopoJSON of world-atlas) with their ISO numbers, where they have one. */
export function landsOf(
  source: unknown,
): { number: string | undefined; name: string; land: GeoJSON.Feature }[] {
  const topology = source as Topology;
  const found = feature(topology, topology.objects['countries']!);
  return ('features' in found ? found.features : [found]).map((land) => ({
    number: land.id as string | undefined,
    name: String(land.properties?.['name']),
    land,
  }));
}

function largestPart(shape: GeoJSON.Geometry): GeoJSON.Geometry {
  if (shape.type !== 'MultiPolygon') return shape;
  const parts = shape.coordinates.map((coordinates) => ({ type: 'Polygon' as const, coordinates }));
  return parts.reduce((best, part) => (draw.area(part) > draw.area(best) ? part : best));
}
