import type { RejectionReason } from "@uptake/tracker/protocol";

/** What an operator may do about what was refused, by reason. */
export const QUARANTINE_ADVICE: Readonly<Record<RejectionReason, string>> = {
  malformed:
    "Somebody sends what the tracker never would: look for home-made clients, or for an attack with your public key.",
  slot_in_future:
    "Clocks of browsers are ahead; the tracker corrects itself and sends again. Check this machine's clock, too.",
  slot_too_old:
    "State that waited for longer than the late window of 35 days. Nothing to do, unless this machine's clock is ahead.",
  active_exceeds_slot: "More time than there is in 15 minutes: no tracker says so. Look at the writer, and void it.",
  visits_exceed_limit:
    "More visits than people can make: a page that changes its feature in a loop, or a forged message.",
  actions_exceed_limit: "More actions than people can make: look at what calls track() in that feature.",
  too_many_features:
    "500 features are unknown to the definitions: define them, or stop deriving data-uptake-feature from ids.",
  too_many_users:
    "5 000 users of one account were new in a day: check that the user id you pass is stable for each person.",
  wrong_source:
    "The definitions let the other side count this action: remove track() from the page or the push from your server, or change its source.",
  token_missing: "Pages send no data-token, and the workspace asks for one.",
  token_expired: "Tokens ran out before their pages: give the tracker refreshToken, or sign tokens for longer.",
  token_invalid:
    "Tokens are signed by another secret or for another audience: compare UPTAKE_JWT_SECRET with your server's.",
  owner_mismatch: "The token names somebody else than the page: pass the same account and user to both.",
  voided: "What was taken out comes again, and is refused, as it should be.",
  erased: "People who were erased still have pages open, and are refused, as they should be.",
};
