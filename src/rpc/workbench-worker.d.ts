// Made by vite.config.ts: the address of workers/workbench.worker.ts as built.
declare module 'virtual:workbench-worker' {
  const url: string;
  export default url;
}
