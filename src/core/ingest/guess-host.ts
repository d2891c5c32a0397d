const endings = /\.(?:gz|csv|tsv|log|txt|json|ndjson|jsonl|parquet|pq|zip|bak|old|\d{1,8})$/i;

// The endings of sites; two letters may be any country. `access.log`, `export.final` are no hosts.
const topLevel = new Set(
  (
    'com org net edu gov mil int info biz name pro app dev tech cloud shop store blog site online website page academy school ' +
    'agency studio design digital media news network systems solutions software tools work works world space xyz club life live ' +
    'team group company gmbh eu ai io co me tv gg fm to sh'
  ).split(' '),
);

/** The host name in a file's name or, failing that, in the nearest folder of its path; null where there is none. */
export function guessHost(fileName: string, folder: string): string | null {
  const folders = folder
    .split(/[/\\]/)
    .filter((part) => part !== '')
    .reverse();
  for (const part of [fileName, ...folders]) {
    const host = hostIn(part);
    if (host !== null) return host;
  }
  return null;
}

function hostIn(name: string): string | null {
  let stem = name.toLowerCase();
  while (endings.test(stem)) stem = stem.replace(endings, '');
  stem = stem.replace(/^(?:(?:access|ssl|https?|log|logs|nginx|apache|export|events)[-_])+/, '');
  for (const [found] of stem.matchAll(
    /(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}(?![a-z\d.])/g,
  )) {
    const labels = found.split('.');
    while (labels.length > 2 && /^[\d-]+$|^(?:access|ssl|log|logs|nginx|apache)$/.test(labels[0]!))
      labels.shift();
    const last = labels.at(-1)!;
    const isPlausible =
      labels.length > 1 && (topLevel.has(last) || (last.length === 2 && labels[0]!.length > 2));
    if (isPlausible && !/^(?:access|error|export|events|web|data|file|[\d-]+)$/.test(labels[0]!))
      return labels.join('.');
  }
  return null;
}
