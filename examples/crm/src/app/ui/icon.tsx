/** Stroke paths on a 24 × 24 grid. */
const paths = {
  conversations: "M21 12a8 8 0 0 1-8 8H4l2-3.2A8 8 0 1 1 21 12ZM9 10.5h8M9 14h5",
  calendars: "M5 5.5h14a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1ZM4 10h16M8 3.5v4M16 3.5v4",
  workflows: "M13 3 5 13.5h6L10 21l8-10.5h-6L13 3Z",
  contacts:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6.300M17.5 14.300A6 6 0 0 1 21 20",
  opportunities: "M4 4h4v16H4zM10 4h4v11h-4zM16 4h4v7h-4z",
  phone:
    "M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.700 2 2 0 0 1 6 3.5Z",
  payments: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1ZM3 10.5h18M7 14.5h3",
  reports: "M4 20h16M7 20v-7M12 20V5M17 20v-10",
  sites:
    "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM3 9h18M6 7h.01M8.5 7h.01M7 12.5h10M7 15.5h6",
  settings:
    "M4 7h10M18 7h2M4 17h2M10 17h10M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  progress: "M12 21a9 9 0 1 0-9-9M12 7v5l3 2",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  left: "M14.5 6 8.5 12l6 6",
  right: "M9.5 6l6 6-6 6",
  up: "M6 14.5l6-6 6 6",
  down: "M6 9.5l6 6 6-6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  send: "M4 12 20 4l-5 16-3.5-6.5L4 12Z",
  play: "M8 5.5v13l10.5-6.5L8 5.5Z",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  out: "M14 4.5H5.5v15H14M10 12h10M16.5 8.5 20 12l-3.5 3.5",
  incoming: "M18 6 6 18M6 9v9h9",
  outgoing: "M6 18 18 6M9 6h9v9",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  wallboard: "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM12 17v3M8.5 20h7",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700L12 7.200M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700L12 16.800",
  privacy: "M12 3.500 5 6v5.500c0 4.200 2.900 7.400 7 9 4.100-1.600 7-4.800 7-9V6l-7-2.500ZM9 12l2.200 2.200L15.200 10",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4",
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon; the control around it has the name. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
