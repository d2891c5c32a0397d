import { readFileSync, readdirSync } from 'node:fs';

/** Above this share of the processors' time, numbers say more about the other work than about ours. */
export const tolerableShare = 0.1;

/** The parent of a process and the clock ticks it took, by /proc/PID/stat. */
export function ticksOf(stat) {
  // The name in brackets may hold spaces; fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function readStat(pid) {
  try {
    return ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // A process may end while it is read.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

/** Notes the ticks of this process and of all that it started and that run now, by process. */
function noteOwnTicks(noted) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const all = new Map(pids.map((pid) => [Number(pid), readStat(pid)]).filter(([, stat]) => stat));
  const isOwn = (pid) => pid === process.pid || (all.has(pid) && isOwn(all.get(pid).parent));
  for (const [pid, { ticks }] of all) if (isOwn(pid)) noted.set(pid, ticks);
}

const sumOf = (noted) => [...noted.values()].reduce((sum, ticks) => sum + ticks, 0);

function machineTicks() {
  const [user, nice, system, idle, wait, ...rest] = /^cpu +(.*)$/m
    .exec(readFileSync('/proc/stat', 'utf8'))[1]
    .split(' ')
    .map(Number);
  // Interrupts and time stolen by the host's other guests; guests of our own are in `user` already.
  const busy = user + nice + system + rest.slice(0, 3).reduce((sum, ticks) => sum + ticks, 0);
  return { busy, total: busy + idle + wait };
}

/**
 * Begins to watch what others take of the processors. The function it returns ends that and gives their
 * share (0..1) of all processors' time since; undefined where there is no /proc. Our processes are looked
 * at every half second, because a browser's are killed and nobody inherits their ticks.
 */
export function watchOtherWork() {
  if (process.platform !== 'linux') return () => undefined;
  const noted = new Map();
  noteOwnTicks(noted);
  const before = { ...machineTicks(), own: sumOf(noted) };
  const timer = setInterval(() => noteOwnTicks(noted), 500);
  timer.unref();
  return () => {
    clearInterval(timer);
    noteOwnTicks(noted);
    const now = machineTicks();
    const others = now.busy - before.busy - (sumOf(noted) - before.own);
    return Math.max(0, others) / (now.total - before.total);
  };
}
