import { createContext, type ComponentChildren } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";

const shownMs = 4_000;
const ToastContext = createContext<(text: string) => void>(() => {});

/** Says shortly, also to screen readers, that something was done or why it wasn't. */
export const useToast = () => useContext(ToastContext);

/** Shows the last toast above everything. */
export function ToastProvider({ children }: { readonly children: ComponentChildren }) {
  const [toast, setToast] = useState<{ readonly text: string } | null>(null);
  const show = useCallback((text: string) => setToast({ text }), []);
  useEffect(() => {
    if (toast === null) return undefined;
    const timer = setTimeout(() => setToast(null), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div class="toasts" role="status">
        {toast && <p class="toast">{toast.text}</p>}
      </div>
    </ToastContext.Provider>
  );
}
