/** As much of React as the hooks here use. Its own types come in another package, which nobody else here needs. */
declare module "react" {
  export function useEffect(effect: () => (() => void) | void, dependencies: readonly unknown[]): void;
  export function useState<Value>(make: () => Value): readonly [value: Value, set: (value: Value) => void];
  export function useSyncExternalStore<Snapshot>(
    subscribe: (onChange: () => void) => () => void,
    read: () => Snapshot,
    readOnServer: () => Snapshot,
  ): Snapshot;
}
