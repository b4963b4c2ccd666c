declare const navigation: EventTarget;

/** Every event without which a rule of ours would be broken. */
const types =
  "pointermove keydown wheel touchmove pointerdown click focusin submit input focus blur visibilitychange pagehide pageshow " +
  "playing pause ended message storage online prerenderingchange";

/** Hears all of them, as cheaply as a script can. */
export function hearEverything(): void {
  const hear = () => {};
  for (const type of types.split(" ")) addEventListener(type, hear, { capture: true, passive: true });
  navigation.addEventListener("currententrychange", hear);
}
