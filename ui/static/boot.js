// The theme goes on before the first frame, so that nobody in a dim room gets a white flash.
const theme = localStorage.getItem("ciss.theme");
if (["day", "contrast"].includes(theme)) document.documentElement.dataset.theme = theme;

const { default: start } = await import("/ciss-ui.js");
await start();
