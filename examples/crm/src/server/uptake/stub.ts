/** Keeps the page's calls until `/uptake.js` has arrived, which then answers them in order. Copied from `@uptake/tracker`. */
export const stub =
  'window.uptake||(q=>{let u=window.uptake={q};for(let m of["identify","reset","track"])u[m]=(...a)=>{q.push([m,a])}})([])';
