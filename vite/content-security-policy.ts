import type { Plugin } from 'vite';

const policy: Record<string, string[]> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", 'blob:'],
  'img-src': ["'self'", 'data:', 'blob:'],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

// While developing, Vite puts styles into the page as elements and talks over a web socket.
const whileDeveloping: Record<string, string[]> = {
  'style-src': ["'unsafe-inline'"],
  'connect-src': ['ws:'],
};

function policyText(extra: Record<string, string[]>): string {
  return Object.entries(policy)
    .map(([name, sources]) => [name, ...sources, ...(extra[name] ?? [])].join(' '))
    .join('; ');
}

/** What the built app may load and reach: its own origin and nothing else. */
export const contentSecurityPolicy = policyText({});

/** Puts the policy into the head of every page, before anything that it must bind. */
export function contentSecurityPolicyTag(): Plugin {
  let content = contentSecurityPolicy;
  return {
    name: 'homegrown:content-security-policy',
    configResolved(config) {
      if (config.command === 'serve') content = policyText(whileDeveloping);
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content },
        injectTo: 'head-prepend',
      },
    ],
  };
}
