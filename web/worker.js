// The training worker. First message: the glue's address and the page's compiled module, so both run one version.
// Messages that follow before the program listens are held for it.
const early = [];
const hold = (event) => early.push(event.data);
addEventListener("message", hold);
addEventListener("message", async ({ data: { glue, module } }) => {
  try {
    const { default: init, start_worker } = await import(glue);
    await init({ module_or_path: module });
    start_worker();
    removeEventListener("message", hold);
    for (const data of early.slice(1)) dispatchEvent(new MessageEvent("message", { data }));
  } catch (error) {
    postMessage({ fatal: String(error?.message ?? error) });
  }
}, { once: true });
