/** A tick; its parent says in words what it means. */
export function CheckIcon() {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path class="check" d="M4 8.4 6.9 11.2 12 5.6" pathLength="1" />
    </svg>
  );
}

/** A cloud that can't be reached. */
export function CloudOffIcon() {
  return (
    <svg class="message-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 18.5h9.5a4 4 0 0 0 1-7.9 5.5 5.5 0 0 0-10.6-1A4.5 4.5 0 0 0 7 18.5Z" />
      <path d="M4 4l16 16" />
    </svg>
  );
}

/** A sprout: something begins. */
export function SproutIcon() {
  return (
    <svg class="message-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 20v-8.5M12 14c0-3.6 2.4-6 7-6 0 4-2.6 6-7 6ZM12 11.5C12 8 9.6 5.5 5 5.5c0 4 2.6 6 7 6Z" />
    </svg>
  );
}

/** A flag, planted when a milestone is reached. */
export function FlagIcon() {
  return (
    <svg class="flag" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 14V2.5M4 3h7.5l-1.5 2.75 1.5 2.75H4" />
    </svg>
  );
}

/** A lock. */
export function LockIcon() {
  return (
    <svg class="message-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M6.5 10.5h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18v-6a1.5 1.5 0 0 1 1.5-1.5ZM12 14v2" />
    </svg>
  );
}
