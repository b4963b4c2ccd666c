/** What is counted at once is small; without a limit V8 would rather take memory than collect what is dead. */
export const KEEPER_HEAP_MIB = 384;
