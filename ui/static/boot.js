// The theme goes on before the first frame, so that nobody in a dim room gets a white flash. Whoever asked their system for
// more contrast and chose no theme here gets it.
const wanted = matchMedia("(prefers-contrast: more)").matches ? "contrast" : null;
const theme = localStorage.getItem("ciss.theme") ?? wanted;
if (["day", "contrast"].includes(theme)) document.documentElement.dataset.theme = theme;

const { default: start } = await import("/ciss-ui.js");
await start();
