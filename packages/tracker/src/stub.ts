/**
 * Goes into the page before anything that calls the tracker: keeps the calls until the script replays them.
 * Pasted twice, or after the script, it does nothing. A call is [method, parameters, what it returned]; the function that
 * each returns releases a hold or ends a subscription, also one that is still waiting. What asks for an answer, such as
 * `progress`, isn't there before the script.
 */
export const STUB =
  'window.uptake||(q=>{let u=window.uptake={q};for(let m of"identify reset track enter leave hold optIn optOut subscribe".split(" "))u[m]=(...a)=>{let c=[m,a];q[999]||q.push(c);return()=>{c[2]?c[2]():c[1]=0}}})([])';
