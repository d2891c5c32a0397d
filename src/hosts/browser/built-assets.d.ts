// Made by vite/gzip-asset.ts.
declare module '*?gzip' {
  export const url: string;
  export const bytes: number;
}
