/** The tracker in React. */
export { useFeature } from "./use-feature.ts";
export { useProgress } from "./use-progress.ts";
