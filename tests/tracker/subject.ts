/** What is put to the test: a tracker and where it reports to. */
export interface Subject {
  readonly name: string;
  /** Whether it tells features apart. Without, only the whole active time is judged. */
  readonly hasFeatures: boolean;
  /** Starts what it reports to, for one scenario. */
  open(): Promise<OpenSubject>;
}

/** How the place that a subject reports to answers: `unavailable` is 503, `lost` keeps what came and then hangs up. */
export type Answering = "well" | "unavailable" | "lost";

/** A subject in one scenario. */
export interface OpenSubject {
  /** What it needs in the page's head, for one user. */
  html(user: string): string;
  /** Expression that counts an action in the page, so many times. */
  action(name: string, count: number): string;
  /** Expression that makes it send what it has, where there is such a thing. */
  readonly flush?: string;
  /** What has arrived so far. */
  reported(user: string, idleLimitMs: number): Reported;
  /** Changes how requests are answered from now on. */
  answer(how: Answering): void;
  close(): Promise<void>;
}

/** What the subject's collector holds of a user. */
export interface Reported {
  /** Active time in ms, by feature; under one key where the subject knows none. */
  readonly activeMs: Readonly<Record<string, number>>;
  /** Visits by feature, where the subject counts them. */
  readonly visits?: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
  /** Active time in ms by document, where the subject tells documents apart. */
  readonly documents?: Readonly<Record<string, number>>;
}
