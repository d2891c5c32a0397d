/** Tells the pages and workers of this origin that this generation is in force now; they hear `{ generation }`. */
export function announceTo(channel: string): (generation: number) => void {
  const tabs = new BroadcastChannel(channel);
  return (generation) => tabs.postMessage({ generation });
}
