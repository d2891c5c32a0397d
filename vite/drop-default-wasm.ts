import type { Plugin } from 'vite';

const defaultUrl = /new URL\('parquet_wasm_bg\.wasm', import\.meta\.url\)/;

/** parquet-wasm names its binary as a default, which would ship it a second time, not compressed. */
export function dropDefaultWasm(): Plugin {
  return {
    name: 'homegrown:drop-default-wasm',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/parquet_wasm\.js(\?|$)/.test(id)) return undefined;
      if (!defaultUrl.test(code)) this.error('parquet-wasm no longer names its binary as before');
      return { code: code.replace(defaultUrl, 'undefined'), map: null };
    },
  };
}
