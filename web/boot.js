// Brings up the page: the theme before the first paint, then the program, or a sentence that says why not.
{
  const { glue, wasm, worker } = document.currentScript.dataset;
  const address = (path) => new URL(path, document.baseURI).href;
  try {
    const theme = localStorage.getItem("nabla.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch { /* A sandboxed frame has no storage. */ }
  // One function that uses SIMD: a browser that cannot run the program finds this module invalid.
  const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  const supported = () => typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(simd));
  const parsed = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));

  const compile = async () => {
    const response = await fetch(address(wasm));
    if (!response.ok) throw new Error(`${response.status} ${wasm}`);
    const copy = response.clone(); // for hosts that call the file something else than application/wasm
    return WebAssembly.compileStreaming(response).catch(async () => WebAssembly.compile(await copy.arrayBuffer()));
  };
  const start = async () => {
    const [{ default: init, start_page }, module] = await Promise.all([import(address(glue)), compile(), parsed]);
    await init({ module_or_path: module });
    start_page(address(glue), address(worker));
  };
  const say = async (english, korean, detail = "") => {
    const text = document.createElement("p");
    [text.lang, text.textContent] = /^ko/.test(navigator.language) ? ["ko", korean] : ["en", english];
    text.className = "boot-message";
    text.setAttribute("role", "alert");
    text.append(" ", detail);
    await parsed;
    const place = document.querySelector(".boot main") ?? document.getElementById("app");
    place.removeAttribute("aria-busy");
    place.replaceChildren(text);
  };
  if (supported()) start().catch((error) => say("Nabla could not start. Check the connection and reload the page.",
    "Nabla를 시작하지 못했습니다. 연결을 확인하고 페이지를 새로 고치세요.", String(error?.message ?? error)));
  else say("Nabla needs a newer browser: Chrome 97, Firefox 114 or Safari 16.4, or later.",
    "Nabla에는 더 새로운 브라우저가 필요합니다: Chrome 97, Firefox 114, Safari 16.4 이상.");
}
