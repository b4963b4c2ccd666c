/** One request to Fieldnote's server. Rejects with a sentence for the person; a session that has ended leads to the sign-in. */
export async function request<Reply = void>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(path, {
    method,
    ...(method !== "GET" && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
    }),
  }).catch(() => {
    throw new Error("Fieldnote can't be reached. Check the connection and try again.");
  });
  if (response.status === 401 && location.pathname !== "/sign-in") location.assign("/sign-in");
  if (response.status === 204) return undefined as Reply;
  const reply = (await response.json()) as Reply & { readonly error?: string };
  if (!response.ok) throw new Error(reply.error ?? `The server answered ${response.status}. Try again.`);
  return reply;
}
