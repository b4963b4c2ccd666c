import type { AccountScope } from "../domain/account-scope.ts";
import type { RelevanceAnswer } from "../domain/adoption/relevance-answers.ts";

/** What was said about whom features are relevant to. */
export interface RelevanceAnswers {
  /**
   * Says that a feature isn't relevant to a member or an account as a whole, and why, or with a null reason that it is. What
   * stands already is said once: it keeps its date and who said it. What is new is audited.
   * @returns the answer that stands; null: nobody has heard of the subject or the feature.
   */
  answerRelevance(answer: RelevanceAnswerRow): Promise<RelevanceAnswerRow | null>;
  /** The latest answer about each subject and feature, also where it says that the feature is relevant after all. */
  relevanceAnswers(query: RelevanceAnswersQuery): Promise<readonly RelevanceAnswerRow[]>;
}

export interface RelevanceAnswerRow extends RelevanceAnswer {
  readonly account: string;
  /** Null: the account as a whole. */
  readonly user: string | null;
  readonly actor: string;
  /** Unix ms. */
  readonly atMs: number;
}

export interface RelevanceAnswersQuery {
  readonly scope: AccountScope;
  readonly account?: string;
}
