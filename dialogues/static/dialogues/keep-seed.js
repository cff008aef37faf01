// Where a seed is kept: in this tab; in this browser only if its owner asked for it. “Leave quickly” clears both.

const TAB = "anteroom-seed";
const NAME = "anteroom";

/** What this tab holds: {dialogue, seed (base64url), side?, key?} or null. */
export function seedInTab() {
  return JSON.parse(sessionStorage.getItem(TAB) || "null");
}

export function keepInTab(kept) {
  sessionStorage.setItem(TAB, JSON.stringify(kept));
}

export async function seedOnDevice() {
  return (await request("readonly", (store) => store.get(TAB))) ?? null;
}

export function keepOnDevice(kept) {
  return request("readwrite", (store) => store.put(kept, TAB));
}

export async function forgetSeed() {
  sessionStorage.removeItem(TAB);
  const databases = (await indexedDB.databases?.()) ?? [{ name: NAME }];
  if (databases.some(({ name }) => name === NAME)) indexedDB.deleteDatabase(NAME);
}

function request(mode, act) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("seeds");
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction("seeds", mode).objectStore("seeds"));
      asked.onsuccess = () => {
        opening.result.close();
        done(asked.result);
      };
      asked.onerror = () => fail(asked.error);
    };
  });
}
