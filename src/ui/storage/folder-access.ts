/** What a browser says of a folder that a person chose. */
export type Permission = 'granted' | 'prompt' | 'denied';

/** The parts of the File System Access API that not every browser, and no type of TypeScript's, has. */
interface Pickers {
  showDirectoryPicker?(options: {
    id: string;
    mode: 'read' | 'readwrite';
  }): Promise<FileSystemDirectoryHandle>;
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}
interface Permitted {
  queryPermission?(options: { mode: string }): Promise<Permission>;
  requestPermission?(options: { mode: string }): Promise<Permission>;
}

const pickers = (): Pickers => globalThis as unknown as Pickers;

export const canChooseFolders = (): boolean => pickers().showDirectoryPicker !== undefined;

/** Asks for a folder; null when the person changed their mind. Only from a click or a key. */
export async function chooseFolder(
  id: string,
  mode: 'read' | 'readwrite',
): Promise<FileSystemDirectoryHandle | null> {
  return unlessDismissed(pickers().showDirectoryPicker!({ id, mode }));
}

/** Asks where to save a zip; null when the person changed their mind, undefined where the browser cannot ask. */
export async function chooseZip(
  suggestedName: string,
): Promise<FileSystemFileHandle | null | undefined> {
  const { showSaveFilePicker } = pickers();
  if (!showSaveFilePicker) return undefined;
  const types = [{ description: 'Zip', accept: { 'application/zip': ['.zip'] } }];
  return unlessDismissed(showSaveFilePicker.call(globalThis, { suggestedName, types }));
}

async function unlessDismissed<T>(chosen: Promise<T>): Promise<T | null> {
  try {
    return await chosen;
  } catch (error) {
    if ((error as DOMException).name === 'AbortError') return null;
    throw error;
  }
}

/** Whether the folder may be used now. With `ask` the browser may ask the person: only from a click or a key. */
export async function permissionOf(
  folder: FileSystemDirectoryHandle,
  mode: 'read' | 'readwrite',
  ask = false,
): Promise<Permission> {
  const { queryPermission, requestPermission } = folder as Permitted;
  const query = ask ? requestPermission : queryPermission;
  return (await query?.call(folder, { mode })) ?? 'granted';
}
