/**
 * The locale of every number and date. The texts are English, so the numbers must not be written as in another language;
 * this one has a 24-hour clock and a month that can't be taken for a day.
 */
export const LOCALE = "en-GB";
