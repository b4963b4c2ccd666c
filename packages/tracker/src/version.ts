// oxlint-disable-next-line no-underscore-dangle -- The build replaces this name.
declare const __UPTAKE_VERSION__: string;

/** Version of the package, stamped in by the build. */
export const VERSION = typeof __UPTAKE_VERSION__ === "string" ? __UPTAKE_VERSION__ : "0.0.0";
