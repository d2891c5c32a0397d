import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { StepError, isProgram, root, runMain, runNpm, runStep, say } from './run.mjs';

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Whether what is installed is what package-lock.json asks for, by version and content. Optional
 * packages may be absent: most of them are for other platforms.
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed.packages?.[path];
    if (!found) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readLock(...path) {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'));
}

/** Install the npm packages of package-lock.json when they are missing or others. */
export function ensureDependencies() {
  requireNode();
  const hasFolder = existsSync(join(root, 'node_modules', '.package-lock.json'));
  if (
    hasFolder &&
    isInstalled(readLock('package-lock.json'), readLock('node_modules', '.package-lock.json'))
  )
    return;
  say('installing npm packages (npm ci)...');
  runNpm(['ci', '--no-audit', '--no-fund']);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StepError(`node 20.19 or newer is needed, this is ${process.versions.node}`);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Where Playwright keeps the Chromium it downloads; nothing before npm ci. */
function playwrightPlace() {
  const require = createRequire(join(root, 'package.json'));
  try {
    return [require('playwright').chromium.executablePath()];
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
}

/** A stub (a snap launcher without snap, say) is executable too, so the browser is asked for its version. */
function answersVersion(path) {
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

const machine = {
  env: process.env,
  places: () => [...usualPlaces, ...onPath(browserNames, process.env), ...playwrightPlace()],
  works: (path) => isExecutable(path) && answersVersion(path),
  isDebianRoot: () =>
    process.getuid?.() === 0 && onPath(['apt-get'], process.env).some(isExecutable),
  installDebian() {
    say("installing Debian's Chromium for the browser tests...");
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    runStep('apt-get', ['update'], { env });
    // The fonts come along because a machine without any draws every letter as a box.
    runStep(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      { env },
    );
  },
  download() {
    say("downloading Playwright's Chromium for the browser tests...");
    runStep(process.execPath, [
      join(root, 'node_modules/playwright/cli.js'),
      'install',
      'chromium',
    ]);
  },
};

/** The path of an installed Chromium or Chrome, or undefined. CHROMIUM_PATH wins and must work. */
export function findBrowser(on = machine) {
  const named = on.env.CHROMIUM_PATH;
  if (named === undefined || named === '') return [...new Set(on.places())].find(on.works);
  if (on.works(named)) return named;
  throw new StepError(`CHROMIUM_PATH is not a browser that starts: ${named}`);
}

/**
 * The path of a Chromium, installing one where there is none: Debian's package when we may,
 * else Playwright's download. Needs the npm packages.
 */
export function ensureBrowser(on = machine) {
  const found = findBrowser(on);
  if (found) return found;
  const tried = [];
  const ways = on.isDebianRoot() ? [on.installDebian, on.download] : [on.download];
  for (const install of ways) {
    try {
      install();
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      tried.push(error.message);
      continue;
    }
    const path = findBrowser(on);
    if (path) return path;
  }
  const reasons = tried.length > 0 ? ` (${tried.join('; ')})` : '';
  throw new StepError(`no Chromium: install Chromium or Chrome, or set CHROMIUM_PATH${reasons}`);
}

if (isProgram(import.meta.url)) {
  await runMain((args) => {
    ensureDependencies();
    if (args.includes('--browser')) say(`browser: ${ensureBrowser()}`);
  });
}
