/** The origin that the running script came from: there its receiver is. Only while the script is being evaluated. */
export const receiverUrl = new URL((document.currentScript as HTMLScriptElement).src).origin;
