/**
 * A definitions file for the host app, as source: like its own, but with an idle limit and a threshold that a test can
 * wait for.
 * @param thresholdMs active time at which a feature is adopted.
 */
export function shortDefinitions(thresholdMs: number): string {
  const feature = (name: string) => ({
    name,
    urls: [`/${name.toLowerCase()}`, `/${name.toLowerCase()}/*`],
    thresholdMs,
  });
  return `export default ${JSON.stringify({
    idleLimit: "30s",
    features: {
      conversations: feature("Conversations"),
      calendars: feature("Calendars"),
      contacts: feature("Contacts"),
    },
    actions: { "message.sent": { name: "Messages sent", feature: "conversations" } },
    milestones: {
      first_message: { name: "Send a message", rule: { kind: "action", action: "message.sent", count: 1 } },
    },
  })};`;
}
