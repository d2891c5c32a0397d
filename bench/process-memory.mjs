import { readFileSync, readdirSync } from 'node:fs';

const kib = 1024;

function readProcess(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const numberOf = (name) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return {
      pid,
      parent: numberOf('PPid'),
      resident: numberOf('VmRSS') * kib,
      peak: numberOf('VmHWM') * kib,
      isRenderer: /--type=renderer/.test(command),
    };
  } catch (error) {
    // A process may end while its files are read.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

/** The processes that descend from one, itself left out. */
function descendantsOf(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter(Boolean);
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => pid !== root && family.has(pid));
}

/**
 * Watches the memory of all processes that this one starts, until `stop()`. Gives bytes: `process`, the
 * most that one of them ever held (the kernel's own high-water mark); `renderer`, the same among a
 * browser's renderers; `sum`, the most that all held together, of samples taken every 100 ms. Undefined
 * where there is no /proc (macOS, Windows).
 */
export function watchMemory() {
  if (process.platform !== 'linux') return { peaks: () => undefined, stop: () => undefined };
  const most = { process: 0, renderer: 0, sum: 0 };
  const sample = () => {
    const processes = descendantsOf(process.pid);
    for (const { peak, isRenderer } of processes) {
      most.process = Math.max(most.process, peak);
      if (isRenderer) most.renderer = Math.max(most.renderer, peak);
    }
    most.sum = Math.max(
      most.sum,
      processes.reduce((sum, { resident }) => sum + resident, 0),
    );
  };
  const timer = setInterval(sample, 100);
  const peaks = () => {
    sample();
    return { ...most };
  };
  const stop = () => {
    clearInterval(timer);
    return peaks();
  };
  return { peaks, stop };
}
