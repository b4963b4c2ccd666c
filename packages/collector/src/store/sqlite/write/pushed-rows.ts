import type {
  AnnotationWrite,
  GaugeWrite,
  PillarWrite,
  PresenceWrite,
  PushRefusal,
  ResponseWrite,
  SeatsWrite,
  TouchpointWrite,
} from "../../pushed.ts";
import { prepareArrays } from "../database.ts";
import { createTellMember } from "./tell-member.ts";
import type { WriteContext } from "./write-context.ts";

/** How many seats an account has bought of a module, and who has one. */
export function createPutSeats(context: WriteContext) {
  const { database, ids } = context;
  const tellMember = createTellMember(context);
  const enter = database.prepare("INSERT OR IGNORE INTO seats (account, module) VALUES (?, ?)");
  const setLicensed = database.prepare("UPDATE seats SET licensed = ? WHERE account = ? AND module = ?");
  const setAssigned = database.prepare("UPDATE seats SET assigned = ? WHERE account = ? AND module = ?");
  const seated = prepareArrays(database, "SELECT user FROM seat_users WHERE account = ? AND module = ?");
  const sit = database.prepare("INSERT INTO seat_users (account, module, user) VALUES (?, ?, ?)");
  const leave = database.prepare("DELETE FROM seat_users WHERE account = ? AND module = ? AND user = ?");
  return ({ account: accountKey, module, licensed, users }: SeatsWrite): PushRefusal => {
    const account = ids.accounts.intern(accountKey);
    enter.run(account, module);
    if (licensed !== undefined) setLicensed.run(licensed, account, module);
    if (users === undefined) return null;
    setAssigned.run(Number(users !== null), account, module);
    const left = new Set((seated.all(account, module) as unknown as readonly (readonly [number])[]).map(([id]) => id));
    for (const id of new Set((users ?? []).map((key) => tellMember(accountKey, key).user))) {
      if (!left.delete(id)) sit.run(account, module, id);
    }
    for (const id of left) leave.run(account, module, id);
    return null;
  };
}

/** The value of a gauge on a day. */
export function createPutGauge({ database, ids }: WriteContext) {
  const enter = database.prepare("INSERT OR IGNORE INTO gauges (key) VALUES (?)");
  const setUnit = database.prepare("UPDATE gauges SET unit = ?1 WHERE key = ?2 AND unit IS NOT ?1");
  const put = database.prepare(`
    INSERT INTO gauge_days (account, gauge, day, value) SELECT ?, id, ?, ? FROM gauges WHERE key = ?
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  const remove = database.prepare(
    "DELETE FROM gauge_days WHERE account = ? AND gauge = (SELECT id FROM gauges WHERE key = ?) AND day = ?",
  );
  return ({ account: accountKey, gauge, day, value, unit }: GaugeWrite): PushRefusal => {
    const account = ids.accounts.intern(accountKey);
    enter.run(gauge);
    if (unit !== undefined) setUnit.run(unit, gauge);
    if (value === null) remove.run(account, gauge, day);
    else put.run(account, day, value, gauge);
    return null;
  };
}

/** A contact, by its id. */
export function createPutTouchpoint(context: WriteContext) {
  const { database, ids } = context;
  const tellMember = createTellMember(context);
  const put = database.prepare(`
    INSERT INTO touchpoints (id, account, user, kind, at_ms, made_by, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT DO UPDATE SET account = ?2, user = iif(?8, ?3, user), kind = ?4, at_ms = ?5,
      made_by = iif(?9, ?6, made_by), note = iif(?10, ?7, note)`);
  const remove = database.prepare("DELETE FROM touchpoints WHERE id = ?");
  return ({ id, account, user, kind, at, by, note, deleted }: TouchpointWrite): PushRefusal => {
    if (deleted === true) remove.run(id);
    else {
      const userId = typeof user === "string" ? tellMember(account, user).user : null;
      const told = [user, by, note].map((value) => Number(value !== undefined));
      put.run(id, ids.accounts.intern(account), userId, kind, at, by ?? null, note ?? null, ...told);
    }
    return null;
  };
}

/** An answer, by its id. */
export function createPutResponse(context: WriteContext) {
  const { database } = context;
  const tellMember = createTellMember(context);
  const put = database.prepare(`
    INSERT INTO responses (id, account, user, score, at_ms, comment) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET account = ?2, user = ?3, score = ?4, at_ms = ?5, comment = iif(?7, ?6, comment)`);
  const remove = database.prepare("DELETE FROM responses WHERE id = ?");
  return ({ id, account, user, score, at, comment, deleted }: ResponseWrite): PushRefusal => {
    if (deleted === true) remove.run(id);
    else {
      const member = tellMember(account, user);
      put.run(id, member.account, member.user, score, at, comment ?? null, Number(comment !== undefined));
    }
    return null;
  };
}

/** A part of an account's health, unless a newer one is known. */
export function createPutPillar({ database, ids }: WriteContext) {
  const put = database.prepare(`
    INSERT INTO pillars (account, pillar, score, source, at_ms) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET score = excluded.score, source = excluded.source, at_ms = excluded.at_ms
    WHERE excluded.at_ms >= at_ms`);
  const remove = database.prepare("DELETE FROM pillars WHERE account = ? AND pillar = ? AND at_ms <= ?");
  return ({ account: accountKey, pillar, score, source = "", at }: PillarWrite): PushRefusal => {
    const account = ids.accounts.intern(accountKey);
    if (score === null) remove.run(account, pillar, at);
    else put.run(account, pillar, score, source, at);
    return null;
  };
}

/** That somebody was there on a day. */
export function createPutPresence(context: WriteContext) {
  const tellMember = createTellMember(context);
  const put = context.database.prepare("INSERT OR IGNORE INTO presence (day, account, user) VALUES (?, ?, ?)");
  return ({ day, account, user }: PresenceWrite): PushRefusal => {
    const member = tellMember(account, user);
    put.run(day, member.account, member.user);
    return null;
  };
}

/** What happened on a day, by its id. */
export function createPutAnnotation({ database, ids }: WriteContext) {
  const put = database.prepare(`
    INSERT INTO annotations (id, account, kind, day, name) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO UPDATE SET account = iif(?6, ?2, account), kind = ?3, day = ?4, name = ?5`);
  const remove = database.prepare("DELETE FROM annotations WHERE id = ?");
  return ({ id, account, kind, day, name, deleted }: AnnotationWrite): PushRefusal => {
    if (deleted === true) remove.run(id);
    else {
      const accountId = typeof account === "string" ? ids.accounts.intern(account) : null;
      put.run(id, accountId, kind, day, name, Number(account !== undefined));
    }
    return null;
  };
}
