// A call to our own house: JSON both ways, no cookie unless asked for. A refusal is an Error whose message is its code.

export async function post(path, body, credentials = "omit") {
  const answer = await reach(path, {
    method: "POST",
    credentials,
    cache: "no-store",
    body: JSON.stringify({ v: 1, ...body }),
  });
  const json = answer.status === 204 ? {} : await answer.json().catch(() => ({ error: "busy" }));
  if (!answer.ok) throw new Error(json.error);
  return json;
}

/** What stands at an address, or null if nothing does. */
export async function look(path) {
  const answer = await reach(path, { cache: "no-store", credentials: "omit" });
  if (answer.status === 429) throw new Error("slow_down");
  return answer.ok ? answer.json() : null;
}

async function reach(path, how) {
  try {
    return await fetch(path, how);
  } catch {
    throw new Error("busy");
  }
}
