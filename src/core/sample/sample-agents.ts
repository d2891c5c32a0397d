import { type Random, integerBetween, pickOne, weightedChoice } from './random.ts';

export type DeviceKind = 'desktop' | 'iphone' | 'android' | 'tablet';

/** Models by maker, as phones send them between the Android version and the closing bracket. */
const androidModels = weightedChoice<readonly string[]>([
  [['SM-S928U', 'SM-S921B', 'SM-A546E', 'SM-A155F', 'SM-M346B', 'SM-G991U', 'SM-F946B'], 36],
  [['Pixel 7', 'Pixel 7a', 'Pixel 8', 'Pixel 8 Pro', 'Pixel 9', 'Pixel 9 Pro XL'], 15],
  [['Redmi Note 12', 'Redmi Note 13 Pro', 'Xiaomi 14', 'M2101K6G', 'Mi 11 Lite'], 16],
  [['ONEPLUS A6013', 'OnePlus 9 Pro', 'LE2115', 'IN2023'], 9],
  [['moto g54 5G', 'moto g power 5G', 'motorola edge 40'], 6],
  [['RMX3834', 'RMX3760'], 5],
  [['V2312', 'vivo 1904'], 4],
  [['CPH2477', 'CPH2591'], 4],
  [['TECNO CK7n', 'Infinix X6833B'], 3],
  [['VOG-L29', 'ELE-L29'], 2],
]);

const chromeMajor = weightedChoice([
  [149, 8],
  [148, 52],
  [147, 20],
  [146, 8],
  [144, 4],
  [138, 3],
  [109, 1],
]);

const iosVersion = weightedChoice([
  ['26_1', 24],
  ['26_0', 12],
  ['18_7', 22],
  ['18_6_2', 14],
  ['18_5', 8],
  ['17_7_2', 6],
  ['16_7_12', 3],
]);

/** Full versions are few: each major has a handful of releases in use at a time. */
function fullChrome(random: Random): string {
  const major = chromeMajor(random);
  return `${major}.0.${7000 + (major - 100) * 6}.${pickOne(random, [52, 95, 143])}`;
}

const linkedInApp = weightedChoice([
  ['9.31.7184', 4],
  ['9.31.6420', 3],
  ['9.30.2215', 2],
  ['9.29.1107', 1],
]);

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

const desktopPlatform = weightedChoice([
  ['Windows NT 10.0; Win64; x64', 56],
  ['Macintosh; Intel Mac OS X 10_15_7', 34],
  ['X11; Linux x86_64', 8],
  ['X11; CrOS x86_64 14541.0.0', 2],
]);

function firefoxAgent(random: Random, platform: string): string {
  const version = `${integerBetween(random, 147, 150)}.0`;
  const os = platform.replace('10_15_7', '10.15').replace('CrOS x86_64 14541.0.0', 'Linux x86_64');
  return `Mozilla/5.0 (${os}; rv:${version}) Gecko/20100101 Firefox/${version}`;
}

function macSafariAgent(random: Random): string {
  const version = pickOne(random, ['26.1', '26.0', '18.6', '18.5', '17.6']);
  return `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`;
}

function desktopAgent(random: Random): string {
  const platform = desktopPlatform(random);
  const u = random();
  if (platform.startsWith('Mac') && u < 0.4) return macSafariAgent(random);
  if (u > 0.9) return firefoxAgent(random, platform);
  const major = chromeMajor(random);
  const agent = `Mozilla/5.0 (${platform}) ${webkit} Chrome/${major}.0.0.0 Safari/537.36`;
  return u > 0.74 && platform.startsWith('Win') ? `${agent} Edg/${major}.0.0.0` : agent;
}

function iphoneAgent(random: Random): string {
  const os = iosVersion(random);
  const head = `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)`;
  const u = random();
  if (u < 0.12) {
    return `${head} CriOS/${fullChrome(random)} Mobile/15E148 Safari/604.1`;
  }
  if (u < 0.24) return `${head} Mobile/15E148 [LinkedInApp]/${linkedInApp(random)}`;
  return `${head} Version/${os.split('_').slice(0, 2).join('.')} Mobile/15E148 Safari/604.1`;
}

function androidAgent(random: Random): string {
  const u = random();
  // Chrome hides the model unless asked: about a third of phones carry no brand at all.
  if (u < 0.3) {
    return `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/${chromeMajor(random)}.0.0.0 Mobile Safari/537.36`;
  }
  const model = pickOne(random, androidModels(random));
  const device = `Mozilla/5.0 (Linux; Android ${integerBetween(random, 12, 16)}; ${model}`;
  if (u > 0.85 && model.startsWith('SM-')) {
    return `${device}) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`;
  }
  const build = fullChrome(random);
  if (u < 0.42)
    return `${device}; wv) ${webkit} Version/4.0 Chrome/${build} Mobile Safari/537.36 [LinkedInApp]/${linkedInApp(random)}`;
  return `${device}) ${webkit} Chrome/${build} Mobile Safari/537.36`;
}

function tabletAgent(random: Random): string {
  if (random() < 0.7) {
    const os = iosVersion(random);
    return `Mozilla/5.0 (iPad; CPU OS ${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${os.split('_').slice(0, 2).join('.')} Mobile/15E148 Safari/604.1`;
  }
  const model = pickOne(random, ['SM-X710', 'SM-T970', 'Lenovo TB-J606F']);
  return `Mozilla/5.0 (Linux; Android 14; ${model}) ${webkit} Chrome/${chromeMajor(random)}.0.0.0 Safari/537.36`;
}

const agentOf: Record<DeviceKind, (random: Random) => string> = {
  desktop: desktopAgent,
  iphone: iphoneAgent,
  android: androidAgent,
  tablet: tabletAgent,
};

/** The kind of device a person has, given how common phones (and iPhones among them) are. */
export function drawDevice(random: Random, phoneShare: number, appleShare: number): DeviceKind {
  const u = random();
  if (u < 0.03) return 'tablet';
  if (u >= 0.03 + phoneShare) return 'desktop';
  return random() < appleShare ? 'iphone' : 'android';
}

/** A browser's user agent in the public grammar for such a device. */
export function drawAgent(random: Random, device: DeviceKind): string {
  return agentOf[device](random);
}
