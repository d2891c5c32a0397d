import { folderLocks } from '../../hosts/node/folder-locks.ts';
import { folderStore } from '../../hosts/node/folder-store.ts';
import { WorkbenchError } from '../../core/errors.ts';
import { Warehouse } from '../warehouse.ts';
import { bareHost, publishDays } from './warehouse-writer.ts';

/* A program of its own: publishes again and again to a folder, and says on a line what is durable. */
const [folder, name, times] = process.argv.slice(2) as [string, string, string];
const warehouse = await Warehouse.open(bareHost(folderStore(folder), folderLocks(folder)));
for (let made = 1; made <= Number(times);) {
  const mark = `${name}-${made}`;
  try {
    const days = { [`2026-09-0${1 + (made % 3)}`]: mark };
    await publishDays(warehouse, mark, { 'core.t': days, 'growth.u': days });
    process.stdout.write(`${mark}\n`);
    made++;
  } catch (error) {
    if (!(error instanceof WorkbenchError) || error.code !== 'warehouse-busy') throw error;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
await warehouse.close();
