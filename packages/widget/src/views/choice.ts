/** Selects what holds a control by which a person decides whether they are measured. */
export const CHOICE = ".choice";
