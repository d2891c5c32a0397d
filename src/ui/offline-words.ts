/** The words of working without a network, of updates and of files opened from the desktop. */
export const offlineWords = {
  keeping: (share: string) => `Keeping the app for offline use… ${share}`,
  ready: 'Ready offline',
  failed: 'Works online only for now',
  failedHelp:
    'The app could not be kept in this browser: space or the network ran out. It is tried again with the next visit.',
  update: 'A new version is ready',
  updateText: 'What you see now keeps working. Your data stays as it is.',
  updateBusy: 'Wait until the import is finished and saved.',
  reload: 'Reload to use it',
  openedBusy: 'The opened files are read when this import is finished.',
};
