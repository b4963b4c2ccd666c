/** Keeps the page's calls until `/uptake.js` has arrived, which then answers them in order. Copied from `@uptake/tracker`. */
export const stub =
  'window.uptake||(q=>{let u=window.uptake={q};for(let m of"identify reset track enter leave hold optIn optOut subscribe".split(" "))u[m]=(...a)=>{let c=[m,a];q[999]||q.push(c);return()=>{c[2]?c[2]():c[1]=0}}})([])';
