/**
 * Goes into the page before anything that calls the tracker: keeps the calls until the script replays them.
 * Pasted twice, or after the script, it does nothing.
 */
export const STUB =
  'window.uptake||(q=>{let u=window.uptake={q};for(let m of["identify","reset","track"])u[m]=(...a)=>{q.push([m,a])}})([])';
