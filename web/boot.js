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
  const say = async (english, korean, ...details) => {
    const text = document.createElement("p");
    [text.lang, text.textContent] = /^ko/.test(navigator.language) ? ["ko", korean] : ["en", english];
    text.className = "boot-message";
    text.setAttribute("role", "alert");
    text.append(...details.flatMap((detail) => [" ", detail]));
    await parsed;
    const place = document.querySelector(".boot main") ?? document.getElementById("app");
    place.removeAttribute("aria-busy");
    place.replaceChildren(text);
  };
  const switchedOff = () => say(
    "WebAssembly is switched off here, and Nabla cannot train without it. Allow it for this page where the browser keeps its security settings (Edge: enhanced security; iPhone, iPad, Mac: Lockdown Mode), or ask whoever looks after this device or this site.",
    "여기에서는 WebAssembly가 꺼져 있어 Nabla가 학습할 수 없습니다. 브라우저의 보안 설정(Edge: 강화된 보안, iPhone·iPad·Mac: 차단 모드)에서 이 페이지에 허용하거나, 이 기기나 사이트의 관리자에게 문의하세요.");
  const explain = (error) => {
    const detail = String(error?.message ?? error);
    if (location.protocol === "file:") return say(
      "Nabla was opened as a file, and a browser lets no file load a program. Open it through a server: for example, run “python3 -m http.server” in its folder and open http://localhost:8000/.",
      "Nabla를 파일로 열었는데, 브라우저는 파일이 프로그램을 불러오지 못하게 합니다. 서버를 통해 여세요. 예: Nabla 폴더에서 “python3 -m http.server”를 실행하고 http://localhost:8000/ 을 엽니다.");
    if (/content security policy|\bCSP\b|unsafe-eval/i.test(detail)) return switchedOff();
    // A sandbox makes the page a stranger to its own host.
    if (globalThis.origin === "null" && navigator.onLine && error instanceof TypeError) return say(
      "Nabla stands in a sandboxed frame, and its host lets no such frame load the program. Open it in a tab of its own, or ask the host to send “Access-Control-Allow-Origin: *”:",
      "Nabla가 샌드박스 프레임 안에 있고, 호스트가 그런 프레임에 프로그램을 내주지 않습니다. 새 탭에서 따로 열거나, 호스트에 “Access-Control-Allow-Origin: *”를 보내 달라고 요청하세요.", location.href);
    return say("Nabla could not start. Check the connection and reload the page.",
      "Nabla를 시작하지 못했습니다. 연결을 확인하고 페이지를 새로 고치세요.", detail);
  };
  // Where this script can be read at all, WebAssembly is known: without it, somebody has switched it off.
  if (typeof WebAssembly !== "object") switchedOff();
  else if (WebAssembly.validate(new Uint8Array(simd))) start().catch(explain);
  else say("Nabla needs a newer browser: Chrome 97, Firefox 114 or Safari 16.4, or later.",
    "Nabla에는 더 새로운 브라우저가 필요합니다: Chrome 97, Firefox 114, Safari 16.4 이상.");
}
