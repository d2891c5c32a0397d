const database = 'homegrown-page';
const shelf = 'values';

/** Small values that outlive the tab and that localStorage cannot hold, such as handles of folders. */
export const keptValues = {
  /** Undefined where nothing is kept under that name. */
  async get<T>(name: string): Promise<T | undefined> {
    return withShelf('readonly', (values) => values.get(name)) as Promise<T | undefined>;
  },

  async set(name: string, value: unknown): Promise<void> {
    await withShelf('readwrite', (values) => values.put(value, name));
  },

  async remove(name: string): Promise<void> {
    await withShelf('readwrite', (values) => values.delete(name));
  },
};

async function withShelf(
  mode: IDBTransactionMode,
  ask: (values: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opened = await openDatabase();
  try {
    const transaction = opened.transaction(shelf, mode);
    const request = ask(transaction.objectStore(shelf));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up'));
    });
    return request.result as unknown;
  } finally {
    opened.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(shelf);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}
