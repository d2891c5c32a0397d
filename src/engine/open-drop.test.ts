import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { expect, it } from 'vitest';
import { sharedData } from '../lib/testing/shared-data.ts';
import { openDrop } from './open-drop.ts';
import { memoryFile, memoryHost, textOf } from './testing/memory-host.ts';

const table = strToU8('time,name\n2024-06-03,a\n'.repeat(200));

async function drop(...zips: Uint8Array[]) {
  const host = memoryHost();
  const opened = await openDrop(
    zips.map((zip, i) => memoryFile(`${i}.zip`, zip, 1000)),
    host,
  );
  const shown = opened.files.map(({ folder, name }) => `${folder}/${name}`);
  const refused = opened.refusals.map(
    ({ file, error }) => `${file.folder}/${file.name}: ${error.message}`,
  );
  return { host, opened, shown, refused };
}

const zip = (files: Zippable, level: 0 | 6 = 6): Uint8Array => zipSync(files, { level });

it('opens zips, stored and deflated, in a stable order, junk left out', async () => {
  const files = {
    'b/2.csv': table,
    'a.csv': table,
    '__MACOSX/._a.csv': table,
    'b/.DS_Store': table,
    'empty/': new Uint8Array(0),
  };
  const { shown, refused, opened, host } = await drop(zip(files), zip(files, 0));
  expect(shown).toEqual(['0.zip/a.csv', '0.zip/b/2.csv', '1.zip/a.csv', '1.zip/b/2.csv']);
  expect(refused).toEqual([]);
  for (const file of opened.files)
    expect(await textOf(file.bytes)).toBe(new TextDecoder().decode(table));
  await opened.dispose();
  expect(host.open()).toBe(0);
});

it('shows no path that leaves the folder', async () => {
  const { shown } = await drop(
    zip({
      '../../etc/passwd': table,
      '/abs.csv': table,
      'C:\\x\\y.csv': table,
      './a/../b.csv': table,
    }),
  );
  expect(shown).toEqual(
    ['0.zip/C:/x/y.csv', '0.zip/a/b.csv', '0.zip/abs.csv', '0.zip/etc/passwd']
      .map((path) => path.replace('C:/', ''))
      .sort(),
  );
});

it('refuses one entry and goes on with the others', async () => {
  const inner = zip({ 'x.csv': table });
  const { shown, refused } = await drop(
    zip({ 'a.csv': table, 'in.zip': inner }),
    zip({ 'b.csv': table }),
  );
  expect(shown).toEqual(['0.zip/a.csv', '1.zip/b.csv']);
  expect(refused).toEqual([
    '0.zip/in.zip: this is a zip inside a zip: unpack it and drop what is inside',
  ]);
});

it('knows a workbook, an empty zip and an encrypted entry', async () => {
  const sheet = zip({ '[Content_Types].xml': table, 'xl/workbook.xml': table });
  const encrypted = Buffer.from(zip({ 'a.csv': table }));
  const central = encrypted.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  encrypted[central + 8]! |= 1;
  const { shown, refused } = await drop(sheet, zip({}), encrypted);
  expect(shown).toEqual([]);
  expect(refused).toEqual([
    '/0.zip: this is an Excel workbook: export it as CSV',
    '/1.zip: the zip holds no files',
    '2.zip/a.csv: it is encrypted: unpack the zip and drop what is inside',
  ]);
});

it('verifies what it unpacks and leaves nothing of the damaged behind', async () => {
  const whole = zip({ 'a.csv': table });
  for (let at = 40; at < whole.length - 70; at += 5) {
    const broken = Uint8Array.from(whole);
    broken[at]! ^= 0x10;
    const { opened, host } = await drop(broken);
    for (const file of opened.files) {
      if (file.name === 'a.csv')
        expect(await textOf(file.bytes)).toBe(new TextDecoder().decode(table));
    }
    await opened.dispose();
    expect(host.open()).toBe(0);
  }
});

it('stops a zip bomb before it is written out', async () => {
  const { refused, host } = await drop(zip({ 'a.csv': new Uint8Array(64 << 20).fill(97) }));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toContain('200 times');
  expect(host.open()).toBe(0);
});

it('passes on what only begins like a zip: recognition refuses it', async () => {
  const { shown } = await drop(Uint8Array.from([0x50, 0x4b, 3, 4, ...new Uint8Array(60)]));
  expect(shown).toEqual(['/0.zip']);
});

const exported = sharedData('badinput/event-exports/zip');

it.skipIf(!exported)(
  'opens the zips of event-exports as their manifest says (needs ../shared/data)',
  async () => {
    const read = (name: string): Promise<Uint8Array> => readFile(`${exported}/${name}`);
    const { shown, refused } = await drop(
      await read('ok.zip'),
      await read('slip.zip'),
      await read('nested.zip'),
    );
    expect(shown).toEqual([
      '0.zip/a.csv',
      '0.zip/b.csv',
      '1.zip/abs.csv',
      '1.zip/manifest.0',
      '1.zip/x.csv',
    ]);
    expect(refused).toHaveLength(1);
  },
);
