import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { request } from "./api.ts";

/** What `GET path` replied. */
export interface Resource<Data> {
  /** Null until the first reply for this path. */
  readonly data: Data | null;
  /** Why the last try failed. */
  readonly error: string | null;
  /** Asks again; the old data stays until the new is there. */
  reload(): Promise<void>;
}

/** Loads JSON when the path changes. A null path loads nothing. */
export function useResource<Data>(path: string | null): Resource<Data> {
  const [state, setState] = useState<{ path: string | null; data: Data | null; error: string | null }>({
    path,
    data: null,
    error: null,
  });
  const current = useRef(path);
  current.current = path;
  const reload = useCallback(async () => {
    if (path === null) return;
    try {
      const data = await request<Data>("GET", path);
      if (current.current === path) setState({ path, data, error: null });
    } catch (error) {
      if (current.current === path) setState((old) => ({ path, data: old.data, error: (error as Error).message }));
    }
  }, [path]);
  useEffect(() => void reload(), [reload]);
  const fresh = state.path === path;
  return { data: fresh ? state.data : null, error: fresh ? state.error : null, reload };
}
