const locale = "en-US";
const dayMs = 86_400_000;
const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const shortDate = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
const dateTime = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});
const dollars = new Intl.NumberFormat(locale, { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const dollarsAndCents = new Intl.NumberFormat(locale, { style: "currency", currency: "USD" });

/** `2:15 PM` */
export const formatTime = (atMs: number) => time.format(atMs);
/** `Nov 22` */
export const formatDate = (atMs: number) => shortDate.format(atMs);
/** `Sun` */
export const formatWeekday = (atMs: number) => weekday.format(atMs);
/** `Sun, Nov 22, 2:15 PM` */
export const formatDateTime = (atMs: number) => dateTime.format(atMs);
/** `$1,250`, or with cents where they aren't zero. */
export const formatMoney = (cents: number) => (cents % 100 === 0 ? dollars : dollarsAndCents).format(cents / 100);
/** `1,250` */
export const formatCount = (count: number) => count.toLocaleString(locale);
/** `3:05` */
export const formatLength = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
/** First letters of the first and the last word. */
export const initials = (name: string) => {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
};

/** Today's time, `Yesterday`, a weekday within the week, else the date. */
export function formatRecent(atMs: number, nowMs = Date.now()): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / dayMs);
  if (days === 0) return formatTime(atMs);
  if (days === 1) return "Yesterday";
  return days > 1 && days < 7 ? formatWeekday(atMs) : formatDate(atMs);
}

/** Local midnight before an instant. */
export function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

/** Local midnight some days later; right across daylight-saving changes. */
export function addDays(atMs: number, days: number): number {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
