interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Hears of the files that the system opens with the installed app; does nothing where it cannot. */
export function whenOpenedWith(take: (handles: readonly FileSystemFileHandle[]) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) take(files);
  });
}
