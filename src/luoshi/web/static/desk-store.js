/* What must outlive the browser: steps not yet sent, and words not yet saved. Kept in IndexedDB and written through to the disk at once,
   for localStorage may hold words back for seconds, and a browser that dies then takes them along. */

const TABLE = "kept";

export class Store {
  constructor(db) {
    this.db = db;
    if (db) db.onversionchange = () => db.close();      // signing out clears it
  }

  /* Whether anything is kept at all; some browsers, in some windows, keep nothing. */
  get keeps() {
    return this.db !== null;
  }

  static open(name) {
    return new Promise((resolve) => {
      let request;
      try { request = indexedDB.open(name, 1); } catch { return resolve(new Store(null)); }
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
      request.onsuccess = () => resolve(new Store(request.result));
      request.onerror = request.onblocked = () => resolve(new Store(null));
    });
  }

  put(key, value) {
    return this.#write((table) => table.put(value, key));
  }

  drop(key) {
    return this.#write((table) => table.delete(key));
  }

  /* What is kept under keys that begin so, in the order of the keys. */
  all(prefix) {
    if (!this.db) return Promise.resolve([]);
    return new Promise((resolve) => {
      const found = [];
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const request = this.db.transaction(TABLE).objectStore(TABLE).openCursor(range);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve(found);
        found.push([cursor.key, cursor.value]);
        cursor.continue();
      };
      request.onerror = () => resolve(found);
    });
  }

  #write(change) {
    if (!this.db) return Promise.resolve();
    return new Promise((resolve) => {
      try {
        const transaction = this.db.transaction(TABLE, "readwrite", { durability: "strict" });
        change(transaction.objectStore(TABLE));
        transaction.oncomplete = transaction.onerror = transaction.onabort = () => resolve();
      } catch { resolve(); }
    });
  }
}
