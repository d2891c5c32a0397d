import { spawn } from 'node:child_process';
import { watchMemory } from './process-memory.mjs';

/**
 * Runs a program to its end. Resolves to its stdout, its wall seconds and the most memory (bytes) that one
 * of its processes held; rejects with its stderr unless it exits 0.
 */
export async function runTimed(command, args) {
  const memory = watchMemory();
  const began = performance.now();
  try {
    const stdout = await runProgram(command, args);
    const seconds = (performance.now() - began) / 1000;
    return { stdout, seconds, peakBytes: memory.peaks()?.process };
  } finally {
    memory.stop();
  }
}

function runProgram(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: [], stderr: [] };
    child.stdout.on('data', (chunk) => texts.stdout.push(chunk));
    child.stderr.on('data', (chunk) => texts.stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = (name) => Buffer.concat(texts[name]).toString('utf8');
      if (code === 0) resolve(text('stdout'));
      else reject(new Error(`${command} ended with ${code}: ${text('stderr').slice(-2000)}`));
    });
  });
}
