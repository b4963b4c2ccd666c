/** The product's name and mark. */
export function Brand() {
  return (
    <span class="brand">
      <svg class="brand-mark" viewBox="0 0 20 20" aria-hidden="true">
        <path d="M3 15 8 9l3.5 3.5L17 5" />
        <path d="M12.5 5H17v4.5" />
      </svg>
      Uptake
    </span>
  );
}
