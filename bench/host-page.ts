/** Size of the viewport in CSS px. The places of `places` are for it. */
export const viewport = { width: 1_280, height: 720 } as const;

/** The features of the host app; each is the address `/<feature>`. */
export const features = ["conversations", "calendars", "contacts"] as const;

/** Where a person finds things, in CSS px. */
export const places = {
  link: (index: number) => ({ x: 100 + 160 * index, y: 24 }),
  search: { x: 800, y: 24 },
} as const;

const links = features
  .map((feature, index) => `<a href="/${feature}" style="left:${20 + 160 * index}px">${feature}</a>`)
  .join("");

/** A small single-page app: three features, a list of what the present one has, a field to search it. */
export const hostPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
<style>
body{margin:0;font:14px sans-serif}
nav{position:fixed;inset:0 0 auto;height:48px;background:#eee}
nav *{position:absolute;top:8px;height:32px;box-sizing:border-box}
nav a{width:160px;line-height:32px}
nav input{left:700px;width:200px}
main{padding:64px 20px}
li:hover{background:#def}
</style></head><body>
<nav>${links}<input aria-label="Search"></nav><main><h1></h1><ul></ul></main>
<script>
const show = () => {
  const feature = location.pathname.slice(1);
  document.querySelector("h1").textContent = feature;
  document.querySelector("ul").replaceChildren(...Array.from({ length: 80 }, (_, row) => {
    const item = document.createElement("li");
    item.textContent = feature + " " + (row + 1);
    return item;
  }));
};
document.querySelector("nav").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
});
addEventListener("popstate", show);
show();
</script></body></html>`;
