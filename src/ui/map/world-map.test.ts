import fc from 'fast-check';
import iso from 'i18n-iso-countries';
import { expect, it } from 'vitest';
import atlas from 'world-atlas/countries-50m.json';
import { codeOfShape, placeOfCountry } from './country-codes.ts';
import { mapSteps, shadeOf } from './map-steps.ts';
import { landsOf, worldPoint, worldShapes, worldSize } from './world-shapes.ts';

const finerLands = landsOf(atlas);

it('every country of ISO 3166 is on the map, as a shape or as a circle', () => {
  const codes = Object.keys(iso.getAlpha2Codes()).filter((code) => code !== 'AQ');
  expect(codes.length).toBeGreaterThan(245);
  const shapes = new Set(worldShapes.map(({ code }) => code));
  expect(codes.filter((code) => shapes.has(code) === placeOfCountry.has(code))).toEqual([]);
  for (const code of [...codes, ...shapes]) {
    const [x = -1, y = -1] = worldPoint(code) ?? [];
    expect({
      code,
      inside: x > 0 && x < worldSize.width && y > 0 && y < worldSize.height,
    }).toEqual({ code, inside: true });
  }
});

it('numbers of the atlas mean the countries that ISO says', () => {
  for (const { number, name } of finerLands) {
    const code = codeOfShape(number, name);
    if (number !== undefined && code !== undefined)
      expect([number, code]).toEqual([number, iso.numericToAlpha2(number)]);
  }
});

it('circles stand at the land that a finer atlas shows', () => {
  for (const [code, [longitude, latitude]] of placeOfCountry) {
    const land = finerLands.find(({ number }) => number === iso.alpha2ToNumeric(code));
    if (land === undefined) continue;
    const points = JSON.stringify(land.land.geometry).match(/-?[\d.]+,-?[\d.]+/g) ?? [];
    const gaps = points.map((point) => {
      const [x = 0, y = 0] = point.split(',').map(Number);
      return Math.hypot(x - longitude, y - latitude);
    });
    expect({ code, isNear: Math.min(...gaps) < 1 }).toEqual({ code, isNear: true });
  }
});

it('shades begin at round numbers, and each value has one', () => {
  expect(mapSteps([1338, 600, 344, 116, 20])).toEqual([20, 50, 200, 1000]);
  expect(mapSteps([3, 3])).toEqual([2]);
  expect(mapSteps([])).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1 }), (values) => {
      const starts = mapSteps(values);
      expect(starts.length).toBeLessThanOrEqual(5);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      for (const start of starts) expect(String(start)).toMatch(/^[125]0*$/);
      for (const value of values) {
        const shade = shadeOf(value, starts);
        expect(value).toBeGreaterThanOrEqual(starts[shade - 1]!);
      }
      expect(shadeOf(Math.max(...values), starts)).toBe(starts.length);
      expect(shadeOf(0, starts)).toBe(0);
    }),
  );
});
